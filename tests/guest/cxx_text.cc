// Strings, streams, formatting, regular expressions, locale-free conversions.
// STDIN: 12 words and 3.5 numbers\nsecond line\n
#include <charconv>
#include <cstdio>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>

int main()
{
    int n;
    std::string word, line;
    double d;
    std::cin >> n >> word >> line >> d;
    std::cout << n << ' ' << word << ' ' << d << '\n';
    std::getline(std::cin, line);
    std::getline(std::cin, line);
    std::cout << '[' << line << "] " << bool(std::getline(std::cin, line)) << '\n';

    std::cout << std::hex << std::showbase << 255 << ' ' << std::oct << 8 << std::dec << ' '
              << std::setw(8) << std::setfill('*') << 42 << ' ' << std::boolalpha << true << '\n';
    std::cout << std::fixed << std::setprecision(3) << 3.14159 << ' ' << std::scientific << 12345.678
              << ' ' << std::defaultfloat << 1e100 << ' ' << std::hexfloat << 0.1 << '\n';
    std::cout << std::defaultfloat << std::setprecision(17) << 0.1 << ' ' << 1 / 3.0f << '\n';

    std::string s = "The quick brown fox";
    s += " jumps";
    s.insert(4, "very ");
    s.replace(s.find("brown"), 5, "red");
    std::cout << s << ' ' << s.size() << ' ' << s.rfind('u') << ' ' << s.substr(9, 5) << '\n';
    std::string big(1000, 'x');
    for (int i = 0; i < 10; i++)
        big += big.substr(0, 100) + std::to_string(i);
    std::cout << big.size() << ' ' << big.find("3x") << ' ' << (s < big) << '\n';
    std::string_view view = s;
    view.remove_prefix(4);
    std::cout << view.substr(0, 4) << ' ' << std::stod("2.5e3") << ' ' << std::stoll("-77") << '\n';
    char buf[32];
    auto r = std::to_chars(buf, buf + 32, 1.0 / 3);
    std::cout << std::string(buf, r.ptr) << '\n';

    std::ostringstream out;
    for (int i = 0; i < 5; i++)
        out << i * i << ',';
    std::istringstream in(out.str());
    int sum = 0;
    for (char c; in >> n >> c;)
        sum += n;
    std::cout << out.str() << ' ' << sum << '\n';

    {
        std::ofstream f("stream");
        for (int i = 0; i < 1000; i++)
            f << i << ' ' << i * 0.5 << '\n';
    }
    std::ifstream f("stream");
    double total = 0;
    int lines = 0;
    while (f >> n >> d) {
        total += n * d;
        lines++;
    }
    std::cout << lines << ' ' << total << ' ' << f.eof() << '\n';

    std::regex date(R"((\d{4})-(\d\d)-(\d\d))");
    std::smatch m;
    std::string text = "from 2021-03-04 until 2022-12-31, or so";
    for (auto i = std::sregex_iterator(text.begin(), text.end(), date); i != std::sregex_iterator();
         ++i)
        std::cout << (*i)[1] << '/' << (*i)[3] << ' ';
    std::cout << std::regex_replace(text, date, "$3.$2.$1") << ' '
              << std::regex_match("aaab", std::regex("a*b")) << '\n';
    std::cerr << "on standard error\n";
    return 0;
}
