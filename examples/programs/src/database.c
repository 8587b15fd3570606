// gcc -O2 -static database.c -lsqlite3 -lpthread -lm
// SQLite with a journal mode and a number of rows: database delete|wal ROWS. Inserts in transactions
// of 500, an index, queries, updates, a rollback, an integrity check.
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

static sqlite3 *db;

static void run(const char *sql) {
    char *error = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK) {
        printf("%s: %s\n", sql, error);
        exit(1);
    }
}

static int print(void *unused, int columns, char **values, char **names) {
    (void) unused;
    for (int i = 0; i < columns; i++) {
        printf("%s%s=%s", i ? " " : "", names[i], values[i] ? values[i] : "NULL");
    }
    putchar('\n');
    return 0;
}

static void show(const char *sql) {
    char *error = NULL;
    if (sqlite3_exec(db, sql, print, NULL, &error) != SQLITE_OK) {
        printf("%s: %s\n", sql, error);
        exit(1);
    }
}

static void insert(int rows) {
    sqlite3_stmt *statement;
    sqlite3_prepare_v2(db, "INSERT INTO t(k, name, value) VALUES(?, ?, ?)", -1, &statement, NULL);
    for (int i = 0; i < rows; i++) {
        char name[32];
        if (i % 500 == 0) {
            run(i ? "COMMIT; BEGIN" : "BEGIN");
        }
        snprintf(name, sizeof name, "row %d", i * 7919 % rows);
        sqlite3_bind_int(statement, 1, i);
        sqlite3_bind_text(statement, 2, name, -1, SQLITE_TRANSIENT);
        sqlite3_bind_double(statement, 3, i / 7.0);
        if (sqlite3_step(statement) != SQLITE_DONE) {
            printf("insert %d: %s\n", i, sqlite3_errmsg(db));
            exit(1);
        }
        sqlite3_reset(statement);
    }
    run("COMMIT");
    sqlite3_finalize(statement);
}

static void query(int rows) {
    sqlite3_stmt *statement;
    long long sum = 0;
    sqlite3_prepare_v2(db, "SELECT name, value FROM t WHERE k = ?", -1, &statement, NULL);
    for (int i = 0; i < rows; i++) {
        sqlite3_bind_int(statement, 1, i * 17 % rows);
        while (sqlite3_step(statement) == SQLITE_ROW) {
            sum += sqlite3_column_bytes(statement, 0) + (long long) sqlite3_column_double(statement, 1);
        }
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
    printf("%d queries, sum %lld\n", rows, sum);
}

int main(int argc, char **argv) {
    char sql[64];
    int rows = argc > 2 ? atoi(argv[2]) : 1000;
    if (sqlite3_open("tmp/test.db", &db) != SQLITE_OK) {
        printf("open: %s\n", sqlite3_errmsg(db));
        return 1;
    }
    snprintf(sql, sizeof sql, "PRAGMA journal_mode=%s", argc > 1 ? argv[1] : "delete");
    show(sql);
    run("CREATE TABLE t(k INTEGER PRIMARY KEY, name TEXT, value REAL)");
    insert(rows);
    run("CREATE INDEX by_name ON t(name)");
    query(rows);
    show("SELECT count(*), sum(k), round(avg(value), 6), min(name), max(name) FROM t");
    run("BEGIN; UPDATE t SET value = -value WHERE k % 3 = 0; COMMIT");
    run("BEGIN; DELETE FROM t WHERE k > 10; ROLLBACK");
    show("SELECT name, printf('%.4f', value) AS v FROM t WHERE name LIKE 'row 12%' ORDER BY name LIMIT 5");
    show("SELECT k / 2500 AS part, count(*), total(value) > 0 FROM t GROUP BY part ORDER BY part DESC");
    show("PRAGMA integrity_check");
    printf("close %d\n", sqlite3_close(db));
    return 0;
}
