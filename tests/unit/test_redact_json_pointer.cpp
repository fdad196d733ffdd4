#include "pouch/redact/json/pointer.hpp"
#include "unit/redact_json_support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using namespace pouch::redact::json;

namespace {

using test::Way;

bool matches(const std::string& pattern, const Way& way)
{
    PointerStack stack;
    stack.add(PointerPattern(pattern));
    stack.reset();
    for (const auto& step : way) stack.enter(step);
    return stack.is_match();
}

} // namespace

TEST_CASE("a pointer means what RFC 6901 says")
{
    CHECK(matches("", {}));
    CHECK(!matches("", {"a"}));
    CHECK(matches("/", {""}));
    CHECK(matches("/foo/0", {"foo", "0"}));
    CHECK(!matches("/foo/00", {"foo", "0"}));
    CHECK(!matches("/foo", {"Foo"}));
    CHECK(!matches("/foo", {"foo", "x"}));
    CHECK(matches("/a~1b/m~0n", {"a/b", "m~n"}));
    CHECK(matches("/~01", {"~1"}));
    CHECK(matches("/한글", {"한글"}));
}

TEST_CASE("patterns mean what their plain definition says")
{
    const std::vector<Way> patterns{{"*"},
                                    {"**"},
                                    {"a", "*"},
                                    {"**", "b"},
                                    {"a", "**"},
                                    {"**", "a", "**"},
                                    {"*", "**", "b"},
                                    {"**", "**"},
                                    {"a", "**", "b"},
                                    {"**", "*", "b"},
                                    {"**", "a", "*", "a"},
                                    {"a", "b"}};
    std::vector<Way> ways{{}};
    for (std::size_t i = 0; ways[i].size() < 4; ++i) {
        for (const std::string step : {"a", "b"}) {
            ways.push_back(ways[i]);
            ways.back().push_back(step);
        }
    }
    for (const auto& pattern : patterns) {
        std::string text;
        for (const auto& step : pattern) text += "/" + step;
        for (const auto& way : ways) {
            INFO(text << " at depth " << way.size());
            CHECK(matches(text, way) == test::means(pattern, 0, way, 0));
        }
    }
}

TEST_CASE("a stack knows where patterns may still match, and comes back")
{
    PointerStack stack;
    stack.add(PointerPattern("/a/b"));
    stack.add(PointerPattern("/**/c"));
    stack.reset();
    stack.enter("x");
    CHECK(stack.is_live());
    CHECK(!stack.is_match());
    stack.enter("c");
    CHECK(stack.is_match());
    stack.leave();
    stack.leave();
    stack.enter("a");
    stack.enter("b");
    std::vector<std::size_t> found;
    stack.for_each_match([&](std::size_t i) { found.push_back(i); });
    CHECK(found == std::vector<std::size_t>{0});

    PointerStack narrow;
    narrow.add(PointerPattern("/a"));
    narrow.reset();
    narrow.enter("b");
    CHECK(!narrow.is_live());
}

TEST_CASE("what is no pointer is a usage error")
{
    const auto fault = [](const std::string& text) { return test::failure([&] { PointerPattern{text}; }); };
    CHECK(fault("a") == "2:rules.field");
    CHECK(fault("/a~2") == "2:rules.field");
    CHECK(fault("/a~") == "2:rules.field");
    std::string deep;
    for (std::size_t i = 0; i < PointerPattern::most_steps; ++i) deep += "/a";
    CHECK(fault(deep).empty());
    CHECK(fault(deep + "/a") == "2:rules.field");
}
