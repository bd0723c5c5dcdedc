"""What files a commit holds, and what stands in them."""

import os
from collections.abc import Iterable, Mapping, Sequence

from towpath.project.git.program import git
from towpath.project.git.repository import Repository

_FILE = b"100"
_LIST = ("ls-tree", "-z", "--full-tree")


def listing(repository: Repository, commit: str, folders: Sequence[str], deep: bool = False) -> dict[str, str] | None:
    """The files of a commit in some folders, by their paths from the top, with the names of their contents.

    The empty folder is the top, of which only its own files are meant unless `deep`. None where git does not say.
    """
    below = sorted(filter(None, folders))
    answers = [git(repository.top, *_LIST, "-r", commit, *below)] if below or deep else []
    if "" in folders and not deep:
        answers.append(git(repository.top, *_LIST, commit))
    if any(answer.error for answer in answers):
        return None
    files: dict[str, str] = {}
    for line in (line for answer in answers for line in answer.output.split(b"\0")):
        head, _, path = line.partition(b"\t")
        # Links and other repositories are no files.
        if head.startswith(_FILE):
            files[os.fsdecode(path)] = head.rsplit(b" ", 1)[1].decode()
    return files


def blobs(repository: Repository, names: Iterable[str]) -> Mapping[str, bytes]:
    """Contents by their names; one that the clone does not have is left out."""
    wanted = list(dict.fromkeys(names))
    if not wanted:
        return {}
    output = git(repository.top, "cat-file", "--batch", said="".join(f"{name}\n" for name in wanted).encode()).output
    found: dict[str, bytes] = {}
    at = 0
    for name in wanted:
        end = output.find(b"\n", at)
        parts = output[at:end].split(b" ")
        at = end + 1
        if end >= 0 and len(parts) == 3 and parts[1] == b"blob":
            size = int(parts[2])
            found[name] = output[at : at + size]
            at += size + 1
    return found


def object_name(data: bytes, like: str) -> str:
    """The name that git gives to a file's content, made as another such name was."""
    from hashlib import sha1, sha256  # They bring all of OpenSSL along, and most runs ask for no name.

    made = sha1 if len(like) == 40 else sha256
    return made(b"blob %d\0" % len(data) + data).hexdigest()
