// SPDX-License-Identifier: GPL-2.0-or-later
// SQLite in memory: inserts, an index, joins, sorts, updates, text functions.
// bench: class=int n=150000 quick=40000
// bench: source=sqlite3 files={src}/sqlite3.c
// bench: cflags="-I{src} -DSQLITE_THREADSAFE=0 -DSQLITE_DEFAULT_MEMSTATUS=0"
// bench: cflags=-DSQLITE_OMIT_LOAD_EXTENSION

#include "bench.h"
#include <sqlite3.h>

static sqlite3 *db;
static uint64_t sum;

static void check(int result)
{
    if (result != SQLITE_OK) {
        fprintf(stderr, "sqlite: %s\n", sqlite3_errmsg(db));
        exit(1);
    }
}

static int row(void *unused, int columns, char **values, char **names)
{
    (void)unused;
    (void)names;
    for (int i = 0; i < columns; i++)
        if (values[i])
            sum = mix_bytes(sum, values[i], strlen(values[i]));
    return 0;
}

static void run(const char *sql)
{
    check(sqlite3_exec(db, sql, row, NULL, NULL));
}

static void insert(long n)
{
    sqlite3_stmt *s;
    uint64_t seed = 103;
    check(sqlite3_prepare_v2(db, "INSERT INTO item VALUES (?, ?, ?)", -1, &s, NULL));
    for (long i = 0; i < n; i++) {
        char name[40];
        uint64_t r = rng(&seed);
        snprintf(name, sizeof name, "item %llx", (unsigned long long)(r >> 44));
        sqlite3_bind_int64(s, 1, i);
        sqlite3_bind_int64(s, 2, (sqlite3_int64)(r & 0x3ff));
        sqlite3_bind_text(s, 3, name, -1, SQLITE_TRANSIENT);
        if (sqlite3_step(s) != SQLITE_DONE)
            exit(1);
        sqlite3_reset(s);
    }
    sqlite3_finalize(s);
}

int main(int argc, char **argv)
{
    long n = bench_size(argc, argv);
    check(sqlite3_open(":memory:", &db));
    run("CREATE TABLE item (id INTEGER PRIMARY KEY, kind INTEGER, name TEXT);"
        "CREATE TABLE kind (id INTEGER PRIMARY KEY, label TEXT);"
        "BEGIN");
    insert(n);
    run("WITH RECURSIVE c(x) AS (SELECT 0 UNION ALL SELECT x + 1 FROM c WHERE x < 1023)"
        " INSERT INTO kind SELECT x, 'kind ' || (x * 7 % 31) FROM c;"
        "CREATE INDEX by_kind ON item (kind, name);"
        "COMMIT");
    run("SELECT label, count(*), min(name), max(item.id) FROM item JOIN kind"
        " ON item.kind = kind.id GROUP BY label ORDER BY label");
    run("SELECT count(*), sum(length(name)) FROM item WHERE name LIKE '%a1%'");
    run("UPDATE item SET name = upper(substr(name, 6)) WHERE kind % 3 = 0");
    run("SELECT name, kind FROM item ORDER BY name DESC, id LIMIT 50");
    run("DELETE FROM item WHERE kind BETWEEN 100 AND 300");
    run("SELECT a.kind, count(*) FROM item a JOIN item b ON a.kind = b.kind AND a.name < b.name"
        " WHERE a.kind < 12 GROUP BY a.kind");
    run("SELECT count(*), sum(kind * 3 + id % 7) FROM item");
    sqlite3_close(db);
    report(sum);
    return 0;
}
