#include "pouch/redact/finding_queue.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using namespace pouch::redact;

TEST_CASE("a queue gives back its findings in order, in memory, in the spool, and again after it was cleared")
{
    constexpr auto block = FindingQueue::block_count;
    FindingQueue queue("/tmp");
    for (const std::size_t count :
         {std::size_t{0}, std::size_t{1}, block - 1, block, block + 1, 40 * block + 3}) {
        for (std::size_t i = 0; i < count; ++i)
            queue.push({FindingKind::field, static_cast<std::uint32_t>(i), i, i + 1, i + 2, i + 3});
        for (int round = 0; round < 2; ++round) {
            std::size_t seen = 0;
            for (FindingQueue::Cursor cursor(queue); cursor.get() != nullptr; cursor.next(), ++seen) {
                const auto& finding = *cursor.get();
                const bool is_same = finding.kind == FindingKind::field && finding.rule == seen &&
                                     finding.begin == seen && finding.end == seen + 1 &&
                                     finding.output == seen + 2 && finding.line == seen + 3;
                if (!is_same) FAIL("another finding at " << seen);
            }
            REQUIRE(seen == count);
        }
        queue.clear();
        REQUIRE(FindingQueue::Cursor(queue).get() == nullptr);
    }
}
