/* Small numeric kernels: n-body, LU, FFT, Mandelbrot, Runge-Kutta, spectral norm. */
#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static void nbody(int steps)
{
    static double p[5][3] = {{0}, {4.84, -1.16, -.10}, {8.34, 4.12, -4.03e-1}, {12.89, -15.11, -.22},
                             {15.37, -25.9, .179}},
                  v[5][3] = {{0}, {.606, 2.81, -.02}, {-1.01, 1.82, .008}, {1.08, .868, -.01},
                             {.979, .594, -.034}};
    static const double m[5] = {39.47, .037, .011, .0017, .002};
    for (int s = 0; s < steps; s++) {
        for (int i = 0; i < 5; i++)
            for (int j = i + 1; j < 5; j++) {
                double d[3], r2 = 0;
                for (int k = 0; k < 3; k++) {
                    d[k] = p[i][k] - p[j][k];
                    r2 += d[k] * d[k];
                }
                double mag = .01 / (r2 * sqrt(r2));
                for (int k = 0; k < 3; k++) {
                    v[i][k] -= d[k] * m[j] * mag;
                    v[j][k] += d[k] * m[i] * mag;
                }
            }
        for (int i = 0; i < 5; i++)
            for (int k = 0; k < 3; k++)
                p[i][k] += .01 * v[i][k];
    }
    printf("nbody %a %a\n", p[0][0], p[4][2]);
}

static void lu(void)
{
    enum { N = 24 };
    static float a[N][N];
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++)
            a[i][j] = 1.0f / (i + j + 1) + (i == j);
    float det = 1;
    for (int k = 0; k < N; k++) {
        det *= a[k][k];
        for (int i = k + 1; i < N; i++) {
            float f = a[i][k] / a[k][k];
            for (int j = k; j < N; j++)
                a[i][j] -= f * a[k][j];
        }
    }
    printf("lu %a\n", det);
}

static void fft(double complex *x, int n)
{
    if (n == 1)
        return;
    double complex even[n / 2], odd[n / 2];
    for (int i = 0; i < n / 2; i++) {
        even[i] = x[2 * i];
        odd[i] = x[2 * i + 1];
    }
    fft(even, n / 2);
    fft(odd, n / 2);
    for (int i = 0; i < n / 2; i++) {
        double complex t = cexp(-2 * I * M_PI * i / n) * odd[i];
        x[i] = even[i] + t;
        x[i + n / 2] = even[i] - t;
    }
}

static int mandelbrot(void)
{
    int inside = 0;
    for (int y = 0; y < 40; y++)
        for (int x = 0; x < 60; x++) {
            double cr = x / 20.0 - 2, ci = y / 20.0 - 1, zr = 0, zi = 0;
            int n = 0;
            for (; n < 100 && zr * zr + zi * zi < 4; n++) {
                double t = zr * zr - zi * zi + cr;
                zi = 2 * zr * zi + ci;
                zr = t;
            }
            inside += n;
        }
    return inside;
}

int main(void)
{
    nbody(1000);
    lu();
    double complex x[256];
    for (int i = 0; i < 256; i++)
        x[i] = sin(i * .3) + (i % 5) * I;
    fft(x, 256);
    printf("fft %a %a\n", creal(x[7]), cimag(x[200]));
    printf("mandelbrot %d\n", mandelbrot());

    double t = 0, y = 1;
    for (int i = 0; i < 2000; i++) {
        double h = .005, a = y * cos(t), b = (y + h / 2 * a) * cos(t + h / 2),
               c = (y + h / 2 * b) * cos(t + h / 2), d = (y + h * c) * cos(t + h);
        y += h / 6 * (a + 2 * b + 2 * c + d);
        t += h;
    }
    printf("rk4 %a\n", y);

    double u[40], w[40];
    for (int i = 0; i < 40; i++)
        u[i] = 1;
    for (int r = 0; r < 10; r++) {
        for (int i = 0; i < 40; i++) {
            w[i] = 0;
            for (int j = 0; j < 40; j++)
                w[i] += u[j] / ((i + j) * (i + j + 1) / 2 + i + 1);
        }
        memcpy(u, w, sizeof u);
    }
    printf("spectral %a\n", u[0] / u[39]);
    return 0;
}
