// g++ -std=c++20 -O1 -static -pthread language.cpp
// C++ as programs use it: exceptions through frames, streams, containers, threads, regular expressions.
#include <algorithm>
#include <fstream>
#include <functional>
#include <future>
#include <iomanip>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <unordered_map>
#include <variant>
#include <vector>

namespace {

struct Guard {
    explicit Guard(std::string name) : name_(std::move(name)) {}
    ~Guard() { std::cout << "leaving " << name_ << '\n'; }
    std::string name_;
};

int descend(int depth) {
    Guard guard("frame " + std::to_string(depth));
    if (depth == 0) {
        throw std::out_of_range("at the bottom");
    }
    return descend(depth - 1) + 1;
}

void exceptions() {
    try {
        descend(3);
    } catch (const std::out_of_range &e) {
        std::cout << "caught " << e.what() << '\n';
    }
    try {
        try {
            std::vector<int>(3).at(5);
        } catch (const std::exception &) {
            std::throw_with_nested(std::runtime_error("outer"));
        }
    } catch (const std::runtime_error &e) {
        std::cout << e.what() << (dynamic_cast<const std::nested_exception *>(&e) ? " with inner" : "") << '\n';
    }
    int caught = 0;
    for (int i = 0; i < 500; i++) {
        try {
            if (i % 2) throw i;
        } catch (int n) {
            caught += n;
        }
    }
    std::cout << "sum of thrown " << caught << '\n';
}

void streams() {
    std::ifstream in("heights.csv");
    std::map<std::string, int> heights;
    for (std::string line; std::getline(in, line);) {
        std::istringstream fields(line);
        std::string name, height;
        std::getline(fields, name, ',');
        std::getline(fields, height, ',');
        heights[name] = std::stoi(height);
    }
    for (const auto &[name, height] : heights) {
        std::cout << std::left << std::setw(10) << name << std::right << std::setw(6) << std::fixed
                  << std::setprecision(2) << height / 3.0 << '\n';
    }
    std::ofstream("tmp/out.txt") << std::hex << std::showbase << 255 << ' ' << std::boolalpha << true;
    std::cout << std::ifstream("tmp/out.txt").rdbuf() << '\n';
}

void threads() {
    std::mutex lock;
    long sum = 0;
    std::vector<std::thread> pool;
    for (int t = 0; t < 4; t++) {
        pool.emplace_back([&, t] {
            for (int i = 0; i < 1000; i++) {
                std::lock_guard hold(lock);
                sum += t * i;
            }
        });
    }
    for (auto &thread : pool) thread.join();
    auto later = std::async(std::launch::async, [] {
        std::vector<int> v(1000);
        std::iota(v.begin(), v.end(), 1);
        return std::accumulate(v.begin(), v.end(), 0L);
    });
    std::promise<int> broken;
    auto failing = broken.get_future();
    std::thread([&] { broken.set_exception(std::make_exception_ptr(std::logic_error("from a thread"))); }).join();
    std::cout << sum << ' ' << later.get();
    try {
        failing.get();
    } catch (const std::logic_error &e) {
        std::cout << ' ' << e.what() << '\n';
    }
}

void patterns() {
    const std::regex date(R"((\d{4})-(\d{2})-(\d{2}))");
    std::string text = "from 2024-02-29 to 2025-12-31, not 20-1-1";
    for (std::sregex_iterator at(text.begin(), text.end(), date), end; at != end; ++at) {
        std::cout << (*at)[3] << '.' << (*at)[2] << '.' << (*at)[1] << ' ';
    }
    std::cout << std::regex_replace(text, date, "<$1>") << '\n';
}

}  // namespace

int main() {
    exceptions();
    streams();
    threads();
    patterns();
    std::unordered_map<int, std::unique_ptr<int>> squares;
    for (int i = 0; i < 200; i++) squares[i] = std::make_unique<int>(i * i);
    std::variant<int, std::string> either = "text";
    std::function<int(int)> twice = [](int x) { return 2 * x; };
    std::cout << *squares[14] << ' ' << std::get<std::string>(either) << ' ' << twice(21) << '\n';
    try {
        throw std::string("not an exception class");
    } catch (...) {
        std::cout << "caught anything\n";
    }
    std::set_terminate([] {
        std::cout << "terminated" << std::endl;
        std::_Exit(9);
    });
    throw 1;
}
