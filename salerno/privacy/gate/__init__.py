"""The gate: where a purpose becomes SQL.

``guards`` computes what a purpose may see of a table; ``predicates`` words it as SQL;
``placement`` decides where in a statement it stands; ``compilers`` put it there;
``backend`` holds what both databases share; ``locks`` lays the second lock.
"""
