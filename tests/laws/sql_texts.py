"""Generated SQL: pieces of statements and of trouble, put together at random."""

from hypothesis import strategies as st

STATEMENTS = [
    "create table users (id bigint primary key, email varchar(50) not null, note text default 'a;b')",
    "create table orders (id bigint primary key, user_id bigint references users (id), total numeric(10, 2))",
    "alter table users add column age integer",
    "alter table users add column token uuid default gen_random_uuid() not null",
    "alter table users alter column email type varchar(100)",
    "alter table users alter column age set not null, drop column note",
    "alter table orders add constraint positive check (total > 0) not valid",
    "alter table orders validate constraint positive",
    "alter table orders add constraint orders_user foreign key (user_id) references users (id) on delete cascade",
    "create index users_email on users (lower(email))",
    "create unique index concurrently if not exists users_token on users (token) where token is not null",
    "drop index concurrently if exists users_email",
    "update users set email = lower(email)",
    "insert into users (id, email) values (1, 'it''s'), (2, E'\\'')",
    "delete from orders where total = 0",
    "do $$ begin if true then update users set age = 1; end if; end $$",
    "create function f() returns int language sql begin atomic select 1; select 2; end",
    "create type mood as enum ('sad', 'ok')",
    "set local lock_timeout = '5s'",
    "comment on table users is 'people; and more'",
    "begin",
    "commit",
]
TROUBLE = [
    "'", '"', "$$", "$a$", "/*", "*/", "--", ";", "(", ")", "\\c other", "\n", "\r\n", "\r", "\f", "\u2028", "\x00",
    "é", "\U0001f600", "${schema}", "alter table", "create", "e'", "copy t from stdin;\n1\t2\n\\.\n", "begin atomic",
    "end",
]  # fmt: skip

statements = st.lists(st.sampled_from(STATEMENTS), min_size=1, max_size=8).map(lambda found: ";\n".join(found) + ";\n")
troubled = st.lists(
    st.one_of(st.sampled_from(STATEMENTS), st.sampled_from(TROUBLE), st.text(max_size=5)), max_size=12
).map("".join)
texts = st.one_of(statements, troubled)


@st.composite
def cut(draw: st.DrawFn) -> str:
    """A text with a slice cut out of it, or cut off."""
    text = draw(texts)
    start = draw(st.integers(0, len(text)))
    return text[:start] + text[draw(st.integers(start, len(text))) :]


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str]:
    """A text, and the text after one edit."""
    text = draw(texts)
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(len(text), start + 20)))
    inserted = draw(st.one_of(st.sampled_from(["", *TROUBLE, *STATEMENTS]), st.text(max_size=4)))
    return text, text[:start] + inserted + text[end:]
