"""What holds in every school, whatever is written to it: each query counts what breaks it."""

from __future__ import annotations

from ft42tui.demo.store import Store

INVARIANTS = {
    "an entry says what its current team says": """SELECT count(*) FROM projects_users p
        JOIN teams t ON t.id = p.current_team_id WHERE p.final_mark IS NOT t.final_mark
        OR p.status IS NOT t.status OR p.validated IS NOT t.validated""",
    "everybody is in the current team": """SELECT count(*) FROM projects_users p
        WHERE p.current_team_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM teams_users m
        WHERE m.team_id = p.current_team_id AND m.projects_user_id = p.id AND m.user_id = p.user_id)""",
    "a team with members has one leader": """SELECT count(*) FROM
        (SELECT 1 FROM teams_users GROUP BY team_id HAVING sum(leader) <> 1)""",
    "members are validated with their team": """SELECT count(*) FROM teams_users m
        JOIN teams t ON t.id = m.team_id WHERE m.validated <> coalesce(t.validated, 0)""",
    "nobody evaluates the own team": """SELECT count(*) FROM scale_teams s
        JOIN teams_users m ON m.team_id = s.team_id AND m.user_id = s.user_id""",
    "a coalition's score is the sum of its scores": """SELECT count(*) FROM coalitions c WHERE c.score <>
        (SELECT coalesce(sum(value), 0) FROM scores WHERE coalition_id = c.id)""",
    "a member's score is the sum of the own scores": """SELECT count(*) FROM coalitions_users c
        WHERE c.score <> (SELECT coalesce(sum(value), 0) FROM scores WHERE coalitions_user_id = c.id)""",
    "ranks follow scores": """SELECT count(*) FROM (SELECT rank,
        row_number() OVER (PARTITION BY coalition_id ORDER BY score DESC, id) AS place
        FROM coalitions_users) WHERE rank <> place""",
    "a wallet is the sum of the transactions": """SELECT count(*) FROM users u WHERE u.wallet <>
        (SELECT coalesce(sum(value), 0) FROM transactions WHERE user_id = u.id)""",
    "everybody has one primary campus": """SELECT count(*) FROM users u WHERE u.primary_campus_id IS NOT
        (SELECT max(campus_id) FROM campus_users WHERE user_id = u.id AND is_primary)""",
    "nobody sits at two places": """SELECT count(*) FROM
        (SELECT 1 FROM locations WHERE end_at IS NULL GROUP BY user_id HAVING count(*) > 1)""",
}
"""By name, the SQL that counts violations."""


def broken(store: Store) -> dict[str, int]:
    """Return what does not hold, and how often."""
    counts = {name: store.number(sql) for name, sql in INVARIANTS.items()}
    return {name: count for name, count in counts.items() if count}
