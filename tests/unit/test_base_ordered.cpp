#include "pouch/base/ordered.hpp"
#include "support/support.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <iterator>
#include <numeric>
#include <vector>

using namespace pouch;

namespace {

/// Counts, and fails where told.
struct Counter : OrderedLine {
    std::uint64_t items = 0;
    std::uint64_t next = 0;
    std::vector<std::uint64_t> slot_item = std::vector<std::uint64_t>(8);
    std::vector<std::uint64_t> ordered;
    std::vector<std::uint64_t> delivered;
    std::atomic<int> worked = 0;
    std::uint64_t fail_work = ~0ULL;
    std::uint64_t fail_finish = ~0ULL;
    std::uint64_t fail_order = ~0ULL;
    std::uint64_t fail_deliver = ~0ULL;
    std::uint64_t fail_read = ~0ULL;

    bool read(std::size_t slot) override
    {
        if (next == fail_read) throw refused("read", "{}", next);
        if (next == items) return false;
        slot_item[slot] = next++;
        return true;
    }
    void work(std::size_t slot) override
    {
        if (slot_item[slot] == fail_work) throw refused("work", "{}", slot_item[slot]);
        ++worked;
    }
    void order(std::size_t slot) override
    {
        if (slot_item[slot] == fail_order) throw refused("order", "");
        ordered.push_back(slot_item[slot]);
    }
    void finish(std::size_t slot) override
    {
        if (slot_item[slot] == fail_finish) throw refused("finish", "");
    }
    void deliver(std::size_t slot) override
    {
        if (slot_item[slot] == fail_deliver) throw refused("deliver", "");
        delivered.push_back(slot_item[slot]);
    }
};

std::vector<std::uint64_t> counted(std::uint64_t n)
{
    std::vector<std::uint64_t> numbers(n);
    std::iota(numbers.begin(), numbers.end(), 0);
    return numbers;
}

} // namespace

TEST_CASE("run_ordered delivers every item once and in order, whatever the threads and slots")
{
    const auto threads = GENERATE(1U, 2U, 4U, 7U);
    const auto slots = GENERATE(1U, 2U, 8U);
    Counter line;
    line.items = GENERATE(0U, 1U, 3U, 500U);
    run_ordered(line, threads, slots);
    CHECK(line.delivered == counted(line.items));
    CHECK(line.ordered == counted(line.items));
    CHECK(line.worked == static_cast<int>(line.items));
}

TEST_CASE("run_ordered starts threads only where there may be a second item")
{
    /// Counts the threads of the process while it works.
    struct Watcher final : Counter {
        bool tells = false;
        std::atomic<std::size_t> threads = 0;

        [[nodiscard]] bool is_read() const override { return tells && next == items; }
        void work(std::size_t slot) override
        {
            Counter::work(slot);
            const std::filesystem::directory_iterator tasks("/proc/self/task");
            const auto count = static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
            if (count > threads) threads = count;
        }
    };
    Watcher alone;
    alone.items = 1;
    alone.tells = true;
    run_ordered(alone, 3, 4);
    Watcher one;
    one.items = 1;
    run_ordered(one, 3, 4);
    Watcher several;
    several.items = 2;
    several.tells = true;
    run_ordered(several, 3, 4);
    CHECK(one.threads == alone.threads + 2);
    CHECK(several.threads == alone.threads + 2);
    CHECK(several.delivered == counted(2));
}

TEST_CASE("run_ordered delivers all before the earliest failure and reports that one")
{
    const auto threads = GENERATE(1U, 2U, 4U);
    const auto slots = GENERATE(1U, 3U, 8U);
    Counter line;
    line.items = 100;
    line.fail_work = 40;
    std::string expected = "1:work";
    std::uint64_t at = 40;
    SECTION("work alone") {}
    SECTION("finish earlier")
    {
        line.fail_finish = at = 39, expected = "1:finish";
    }
    SECTION("order earlier")
    {
        line.fail_order = at = 38, expected = "1:order";
    }
    SECTION("deliver earlier")
    {
        line.fail_deliver = at = 35, expected = "1:deliver";
    }
    SECTION("read at once")
    {
        line.fail_read = at = 0, expected = "1:read";
    }
    SECTION("read later")
    {
        line.fail_work = ~0ULL, line.fail_read = at = 77, expected = "1:read";
    }
    CHECK(test::failure([&] { run_ordered(line, threads, slots); }) == expected);
    CHECK(line.delivered == counted(at));
}
