"""Registers of their own for grades, spells and indicators; the negative list, stars with their moves, entries.

What was imported of grades, spells, village economy and income moves into the registers, and back again.
"""

import hashlib
import json
from collections import defaultdict
from datetime import date

import sqlalchemy as sa
from alembic import op


revision = '0010'
down_revision = '0008'

KINDS = ('grades', 'spells', 'economy', 'income')
REMOVED, WRONG = ('免职', '撤职', '罢免', '撤销'), ('违纪', '违规', '违法', '犯罪')
INCOME, RURAL, WAN, YUAN = 'collective-income', 'rural-income', '万元', '元'
MEASURED_IN = {'contracts_due': '份', 'contracts_signed': '份', 'claims_settled': WAN, 'debts_settled': WAN}
SIGNED = ('recorded_by', 'recorded_at')


def upgrade() -> None:
    """Forward."""
    op.create_table('indicator',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('township_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=100), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('value', sa.String(length=40), nullable=False),
    sa.Column('measured_in', sa.String(length=20), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('recorded_by', sa.String(length=100), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('cancelled_on', sa.Date(), nullable=True),
    sa.Column('cancelled_why', sa.String(length=200), nullable=True),
    sa.ForeignKeyConstraint(['township_id'], ['unit.id'], name=op.f('fk_indicator_township_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_indicator_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator')),
    sa.UniqueConstraint('township_id', 'unit_id', 'kind', 'year', name=op.f('uq_indicator_township_id_unit_id_kind_year'))
    )
    with op.batch_alter_table('indicator', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_indicator_township_id'), ['township_id'], unique=False)
        batch_op.create_index('ix_indicator_township_kind', ['township_id', 'kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_indicator_unit_id'), ['unit_id'], unique=False)

    op.create_table('entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('township_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('measure', sa.String(length=100), nullable=False),
    sa.Column('stream', sa.String(length=100), nullable=False),
    sa.Column('on_day', sa.Date(), nullable=False),
    sa.Column('until_day', sa.Date(), nullable=True),
    sa.Column('data', sa.Text(), nullable=False),
    sa.Column('text', sa.String(length=200), nullable=False),
    sa.Column('by', sa.String(length=100), nullable=False),
    sa.Column('evidence', sa.String(length=200), nullable=False),
    sa.Column('recorded_by', sa.String(length=100), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('cancelled_on', sa.Date(), nullable=True),
    sa.Column('cancelled_why', sa.String(length=200), nullable=True),
    sa.CheckConstraint('until_day IS NULL OR until_day >= on_day', name=op.f('ck_entry_order')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_entry_person_id')),
    sa.ForeignKeyConstraint(['township_id'], ['unit.id'], name=op.f('fk_entry_township_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entry'))
    )
    with op.batch_alter_table('entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_entry_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_entry_person_measure', ['person_id', 'measure', 'stream'], unique=False)
        batch_op.create_index(batch_op.f('ix_entry_township_id'), ['township_id'], unique=False)

    op.create_table('negative',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('on_day', sa.Date(), nullable=False),
    sa.Column('conduct', sa.String(length=200), nullable=False),
    sa.Column('clause', sa.String(length=100), nullable=False),
    sa.Column('evidence', sa.String(length=200), nullable=False),
    sa.Column('recorded_by', sa.String(length=100), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('cancelled_on', sa.Date(), nullable=True),
    sa.Column('cancelled_why', sa.String(length=200), nullable=True),
    sa.CheckConstraint("kind IN ('negative', 'discipline')", name=op.f('ck_negative_kind')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_negative_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_negative')),
    sa.UniqueConstraint('person_id', 'kind', 'on_day', 'conduct', name=op.f('uq_negative_person_id_kind_on_day_conduct'))
    )
    with op.batch_alter_table('negative', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_negative_person_id'), ['person_id'], unique=False)

    op.create_table('spell',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(length=100), nullable=False),
    sa.Column('first_on', sa.Date(), nullable=False),
    sa.Column('left_on', sa.Date(), nullable=True),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('is_removal', sa.Boolean(), nullable=False),
    sa.Column('recorded_by', sa.String(length=100), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('cancelled_on', sa.Date(), nullable=True),
    sa.Column('cancelled_why', sa.String(length=200), nullable=True),
    sa.CheckConstraint('left_on IS NOT NULL OR NOT is_removal', name=op.f('ck_spell_removal_left')),
    sa.CheckConstraint('left_on IS NULL OR left_on >= first_on', name=op.f('ck_spell_order')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_spell_person_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_spell_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_spell')),
    sa.UniqueConstraint('person_id', 'title', 'first_on', name=op.f('uq_spell_person_id_title_first_on'))
    )
    with op.batch_alter_table('spell', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_spell_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_spell_unit_id'), ['unit_id'], unique=False)

    op.create_table('year_grade',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('grade', sa.String(length=20), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('recorded_by', sa.String(length=100), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('cancelled_on', sa.Date(), nullable=True),
    sa.Column('cancelled_why', sa.String(length=200), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_year_grade_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_year_grade')),
    sa.UniqueConstraint('person_id', 'year', name=op.f('uq_year_grade_person_id_year'))
    )
    with op.batch_alter_table('year_grade', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_year_grade_person_id'), ['person_id'], unique=False)

    op.create_table('star_run',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('township_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('rated_on', sa.Date(), nullable=False),
    sa.Column('scheme_version_id', sa.Integer(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=True),
    sa.Column('asked_by', sa.String(length=100), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('confirmed_by', sa.String(length=100), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(), nullable=True),
    sa.Column('dropped_by', sa.String(length=100), nullable=True),
    sa.Column('dropped_at', sa.DateTime(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('confirmed_at IS NULL OR dropped_at IS NULL', name=op.f('ck_star_run_one_end')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['account.id'], name=op.f('fk_star_run_asked_by_id')),
    sa.ForeignKeyConstraint(['scheme_version_id'], ['scheme_version.id'], name=op.f('fk_star_run_scheme_version_id')),
    sa.ForeignKeyConstraint(['township_id'], ['unit.id'], name=op.f('fk_star_run_township_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_star_run'))
    )
    with op.batch_alter_table('star_run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_star_run_asked_by_id'), ['asked_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_star_run_scheme_version_id'), ['scheme_version_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_star_run_township_id'), ['township_id'], unique=False)
        batch_op.create_index('ix_star_run_township_year', ['township_id', 'year'], unique=False)

    op.create_table('star_rating',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('township_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('scheme_version_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('rated_on', sa.Date(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('is_current', sa.Boolean(), nullable=False),
    sa.Column('place', sa.String(length=100), nullable=False),
    sa.Column('stars', sa.Integer(), nullable=True),
    sa.Column('grade', sa.String(length=20), nullable=True),
    sa.Column('data', sa.Text(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('rated_at', sa.DateTime(), nullable=False),
    sa.CheckConstraint('stars >= 0', name=op.f('ck_star_rating_not_negative')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_star_rating_person_id')),
    sa.ForeignKeyConstraint(['run_id'], ['star_run.id'], name=op.f('fk_star_rating_run_id')),
    sa.ForeignKeyConstraint(['scheme_version_id'], ['scheme_version.id'], name=op.f('fk_star_rating_scheme_version_id')),
    sa.ForeignKeyConstraint(['township_id'], ['unit.id'], name=op.f('fk_star_rating_township_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_star_rating')),
    sa.UniqueConstraint('person_id', 'year', 'number', name=op.f('uq_star_rating_person_id_year_number'))
    )
    with op.batch_alter_table('star_rating', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_star_rating_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_star_rating_run_id'), ['run_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_star_rating_scheme_version_id'), ['scheme_version_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_star_rating_township_id'), ['township_id'], unique=False)
        batch_op.create_index('ix_star_rating_township_year', ['township_id', 'year'], unique=False)

    op.create_table('star_move',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('rating_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('on_day', sa.Date(), nullable=False),
    sa.Column('before', sa.Integer(), nullable=True),
    sa.Column('after', sa.Integer(), nullable=True),
    sa.Column('cause', sa.String(length=40), nullable=False),
    sa.Column('clause', sa.String(length=200), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.CheckConstraint("cause IN ('initial', 'year', 'negative', 'term', 'correction')", name=op.f('ck_star_move_cause')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_star_move_person_id')),
    sa.ForeignKeyConstraint(['rating_id'], ['star_rating.id'], name=op.f('fk_star_move_rating_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_star_move')),
    sa.UniqueConstraint('rating_id', 'place', name=op.f('uq_star_move_rating_id_place'))
    )
    with op.batch_alter_table('star_move', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_star_move_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_star_move_rating_id'), ['rating_id'], unique=False)

    move_forward()


def downgrade() -> None:
    """Back."""
    move_back()
    for table in ('star_move', 'star_rating', 'star_run', 'entry', 'negative', 'indicator', 'spell', 'year_grade'):
        op.drop_table(table)


def tables(*names: str) -> list[sa.Table]:
    """The tables as they stand in the database."""
    return [sa.Table(name, sa.MetaData(), autoload_with=op.get_bind()) for name in names]


def move_forward() -> None:
    """The imported facts into the registers; a fact that names nobody stays where it is."""
    connection = op.get_bind()
    held, runs, accounts, grades, spells, indicators = tables(
        'imported_fact', 'import_run', 'account', 'year_grade', 'spell', 'indicator'
    )
    at = sa.func.coalesce(runs.c.taken_at, runs.c.uploaded_at, sa.func.current_timestamp())
    query = sa.select(
        held, sa.func.coalesce(accounts.c.shown_name, '系统').label('recorded_by'), at.label('recorded_at')
    ).select_from(
        held.outerjoin(runs, runs.c.id == held.c.run_id).outerjoin(accounts, accounts.c.id == runs.c.account_id)
    )
    seen: set[tuple] = set()
    for row in connection.execute(query.where(held.c.kind.in_(KINDS)).order_by(held.c.id)).mappings().all():
        target = {'grades': grades, 'spells': spells}.get(row['kind'], indicators)
        for key, values in moved(row, json.loads(row['data'])):
            if key not in seen:
                seen.add(key)
                signed = {name: row[name] for name in SIGNED} | {'version': 1}
                connection.execute(target.insert().values(**values, **signed))
        if row['kind'] not in ('grades', 'spells') or row['person_id']:
            connection.execute(held.delete().where(held.c.id == row['id']))


def moved(row, said: dict):
    """The rows of a register that a fact becomes, each with its key."""
    if row['kind'] in ('grades', 'spells'):
        if row['person_id'] is not None:
            yield grade_of(row, said) if row['kind'] == 'grades' else spell_of(row, said)
    elif row['kind'] == 'income':
        yield indicator_of(row, None, RURAL, said['year'], said['amount'], YUAN, said.get('source'))
    elif 'income' in said and 'year' in said:
        yield indicator_of(row, row['unit_id'], INCOME, said['year'], said['income'], WAN)
    else:
        year = last_year(row['unit_id'])
        for kind, value in said.items():
            if year and value is not None:
                yield indicator_of(row, row['unit_id'], kind, year, value, MEASURED_IN.get(kind, ''))


def grade_of(row, said: dict):
    """A year's grade."""
    key = {'person_id': row['person_id'], 'year': int(said['year'])}
    return ('grades', *key.values()), {**key, 'grade': said['grade'], 'source': '导入台账'}


def spell_of(row, said: dict):
    """A spell with its days."""
    first, left, reason = day_of(said['first']), day_of(said.get('last')), said.get('reason') or ''
    key = {'person_id': row['person_id'], 'title': said.get('post_title') or '', 'first_on': first}
    removal = bool(left) and any(word in reason for word in REMOVED) and any(word in reason for word in WRONG)
    rest = {'unit_id': row['unit_id'], 'left_on': left, 'reason': reason, 'is_removal': removal}
    return ('spells', *key.values()), {**key, **rest}


def indicator_of(row, unit_id, kind: str, year, value, measured_in: str, source: str | None = None):
    """A figure of a year."""
    key = {'township_id': row['township_id'], 'unit_id': unit_id, 'kind': kind, 'year': int(year)}
    return tuple(key.values()), {
        **key, 'value': str(value), 'measured_in': measured_in, 'source': source or '导入台账'
    }


def last_year(unit_id: int | None) -> int | None:
    """The last year with an income of the village: the sheet's other figures are of that year."""
    (indicators,) = tables('indicator')
    query = sa.select(sa.func.max(indicators.c.year)).where(
        indicators.c.unit_id == unit_id, indicators.c.kind == INCOME
    )
    return op.get_bind().scalar(query)


def day_of(written: str | None) -> date | None:
    """A kept date; one known to the month begins with its first day."""
    if not written:
        return None
    return date.fromisoformat(written if '-' in written else f"{written.replace('.', '-')}-01")


def move_back() -> None:
    """The rows of the registers as imported facts again; what was taken back is left out."""
    connection = op.get_bind()
    held, people, units, grades, spells, indicators = tables(
        'imported_fact', 'person', 'unit', 'year_grade', 'spell', 'indicator'
    )
    uids = {row.id: row for row in connection.execute(sa.select(people))}
    names = dict(connection.execute(sa.select(units.c.id, units.c.name)).all())

    def put(kind: str, township_id: int, key: tuple, said: dict, **about) -> None:
        name = hashlib.sha256('|'.join(map(str, key)).encode()).hexdigest()
        text = json.dumps(said, ensure_ascii=False, sort_keys=True)
        connection.execute(
            held.insert().values(township_id=township_id, kind=kind, fact_key=name, data=text, **about)
        )

    for row in connection.execute(sa.select(grades).where(grades.c.cancelled_on.is_(None))):
        person, said = uids[row.person_id], {'year': str(row.year), 'grade': row.grade}
        put('grades', person.township_id, (person.uid, row.year), said, person_id=person.id)
    for row in connection.execute(sa.select(spells).where(spells.c.cancelled_on.is_(None))):
        person, left = uids[row.person_id], row.left_on.isoformat() if row.left_on else None
        said = {'post_title': row.title, 'first': row.first_on.isoformat(), 'last': left, 'reason': row.reason}
        key = (person.uid, row.title, row.first_on.isoformat())
        put('spells', person.township_id, key, said, person_id=person.id, unit_id=row.unit_id)
    others: dict[tuple, dict] = defaultdict(dict)
    for row in connection.execute(sa.select(indicators).where(indicators.c.cancelled_on.is_(None))):
        if row.unit_id is None:
            said = {'year': str(row.year), 'amount': row.value, 'source': row.source}
            put('income', row.township_id, (row.year,), said)
        elif row.kind == INCOME:
            said = {'year': str(row.year), 'income': row.value, 'unit': WAN}
            key = (names[row.unit_id], 'income', row.year)
            put('economy', row.township_id, key, said, unit_id=row.unit_id)
        else:
            others[row.township_id, row.unit_id, row.year][row.kind] = row.value
    for (township_id, unit_id, year), said in others.items():
        put('economy', township_id, (names[unit_id], 'others', year), said, unit_id=unit_id)
