// Formatted output and input: integers, strings, floating point in every form of printf.
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

static void numbers(double x) {
    printf("%g %e %f %a %.17g %10.3f|%-12.2e|%+.0f\n", x, x, x, x, x, x, x, x);
}

int main(int argc, char **argv) {
    printf("%d arguments:", argc - 1);
    for (int i = 1; i < argc; i++) printf(" [%s]", argv[i]);
    printf("\n%d %u %x %#o %ld %llx %hhd %zu %5d|%-5d|%05d %c%%\n", -7, 7u, 0xbeef, 8, 1L << 40,
           0x123456789abcdefULL, 300, sizeof(long), 42, 42, 42, 'x');
    double list[] = {0, -0.0, 1, 0.1, -2.5, 1.0 / 3, 1e21, 123456789.125, 5e-324, DBL_MAX, DBL_MIN,
                     INFINITY, -INFINITY, NAN};
    for (unsigned i = 0; i < sizeof list / sizeof *list; i++) numbers(list[i]);
    for (float f = 1.1f; f < 1e30f; f *= -71.3f, f = fabsf(f)) printf("%.9g ", f);
    printf("\n%Lg %.30Lf\n", 1.0L / 3, 1.0L / 7);
    const char *texts[] = {"3.14159", "-0x1.8p3", "1e400", "nan", "2.2250738585072011e-308", "7abc"};
    for (int i = 0; i < 6; i++) {
        char *end;
        double x = strtod(texts[i], &end);
        printf("%s -> %.17g, rest \"%s\"\n", texts[i], x, end);
    }
    int a, fields;
    double b;
    char word[20];
    fields = sscanf("12 0.5 tail", "%d %lf %19s", &a, &b, word);
    printf("%d fields: %d %g %s\n", fields, a, b, word);
    char *copy = strdup("alpha,beta;gamma"), *rest = copy;
    for (char *part; (part = strsep(&rest, ",;"));) printf("<%s>", part);
    free(copy);
    char line[64];
    printf(" %d %s\n", snprintf(line, sizeof line, "%s/%08.3f/%ls", "cut", -3.14159, L"wide"), line);
    double sums[] = {sin(1), cos(1e6), exp(-3.5), log(10), pow(2, 0.5), atan2(1, -1), sqrt(2),
                     cbrt(27), fmod(10, 3.3), tgamma(4.5), erf(0.3), hypot(3, 4), floor(-1.5),
                     nearbyint(2.5), ldexp(0.75, -1070)};
    for (unsigned i = 0; i < sizeof sums / sizeof *sums; i++) printf("%a ", sums[i]);
    printf("\n%s\n", setlocale(LC_ALL, "C"));
    fprintf(stderr, "on standard error\n");
    return 3;
}
