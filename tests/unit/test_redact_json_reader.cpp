#include "pouch/redact/json/reader.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>
#include <simdjson.h>

using namespace pouch;
using namespace pouch::redact::json;

namespace {

/// Reads all tokens; empty, or the reason of the refusal.
std::string verdict(const std::string& text)
{
    try {
        Reader reader(text);
        while (reader.next().kind != TokenKind::end) {
        }
        return {};
    } catch (const Error& error) {
        return error.reason();
    }
}

bool simdjson_reads(const std::string& text)
{
    simdjson::dom::parser parser;
    return parser.parse(text).error() == simdjson::SUCCESS;
}

std::string nested(std::size_t depth)
{
    return std::string(depth, '[') + std::string(depth, ']');
}

} // namespace

TEST_CASE("what is JSON is read, and simdjson agrees")
{
    for (const std::string text : {"{}",
                                   "[]",
                                   "0",
                                   "-0",
                                   "1.5e+3",
                                   "-12E-7",
                                   "\"\"",
                                   "true",
                                   "false",
                                   "null",
                                   " \t\r\n[ ] \n",
                                   "{\"a\":1,\"b\":{\"a\":[]}}",
                                   "[1,2,[3,{}],\"x\"]",
                                   "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
                                   "\"\\u00e9\\uD834\\udd1E\"",
                                   "\"\xED\x99\x8D\"",
                                   "18446744073709551615",
                                   "-9223372036854775808",
                                   "1e-999",
                                   "1.7976931348623157e308",
                                   "{\"\":0}",
                                   "\"\x7f\"",
                                   "100000000000000000000.0"}) {
        INFO(text);
        CHECK(verdict(text).empty());
        CHECK(simdjson_reads(text));
    }
    CHECK(verdict(nested(most_depth)).empty());
}

TEST_CASE("what is not JSON is refused with its reason")
{
    const std::vector<std::pair<std::string, std::string>> cases{
        {"", "json.syntax"},
        {" ", "json.syntax"},
        {"\xEF\xBB\xBF{}", "json.syntax"},
        {"{", "json.syntax"},
        {"[", "json.syntax"},
        {"[1", "json.syntax"},
        {"[1,", "json.syntax"},
        {"{\"a\"", "json.syntax"},
        {"{\"a\":", "json.syntax"},
        {"{\"a\":1", "json.syntax"},
        {"[1,]", "json.syntax"},
        {"[,1]", "json.syntax"},
        {"[1 2]", "json.syntax"},
        {"[1}", "json.syntax"},
        {"{\"a\":1]", "json.syntax"},
        {"{\"a\":1,}", "json.syntax"},
        {"{,}", "json.syntax"},
        {"{\"a\" 1}", "json.syntax"},
        {"{a:1}", "json.syntax"},
        {"{'a':1}", "json.syntax"},
        {"{1:1}", "json.syntax"},
        {"[]]", "json.syntax"},
        {"1 2", "json.syntax"},
        {"{}{}", "json.syntax"},
        {"// x\n1", "json.syntax"},
        {"[1/**/]", "json.syntax"},
        {"nul", "json.syntax"},
        {"nulls", "json.syntax"},
        {"True", "json.syntax"},
        {"NaN", "json.syntax"},
        {"Infinity", "json.syntax"},
        {"-", "json.syntax"},
        {"+1", "json.syntax"},
        {".5", "json.syntax"},
        {"1.", "json.syntax"},
        {"1.e5", "json.syntax"},
        {"1e", "json.syntax"},
        {"1e+", "json.syntax"},
        {"01", "json.syntax"},
        {"-01", "json.syntax"},
        {"0x10", "json.syntax"},
        {"1.2.3", "json.syntax"},
        {"\"", "json.syntax"},
        {"\"a", "json.syntax"},
        {"\"\\\"", "json.syntax"},
        {"\"\\x41\"", "json.syntax"},
        {"\"\\u12g4\"", "json.syntax"},
        {"\"\\u12\"", "json.syntax"},
        {"\"a\nb\"", "json.syntax"},
        {"\"\t\"", "json.syntax"},
        {"\"\\ud800\"", "json.escape"},
        {"\"\\ud800x\"", "json.escape"},
        {"\"\\ud800\\ud800\"", "json.escape"},
        {"\"\\udc00\"", "json.escape"},
        {"\"\\ud834\\u0041\"", "json.escape"},
        {"\"\\u0000\"", "json.escape"},
        {"18446744073709551616", "json.number"},
        {"-9223372036854775809", "json.number"},
        {"1e309", "json.number"},
        {"-1e999", "json.number"},
        {"0." + std::string(longest_number, '0'), "json.number"},
        {nested(most_depth + 1), "json.depth"},
    };
    for (const auto& [text, reason] : cases) {
        INFO(text);
        CHECK(verdict(text) == reason);
    }
}

TEST_CASE("every beginning of a text is refused, and none is read beyond its end")
{
    const std::string text = R"({"a\u00e9":[1.5e3,true,null,"\ud834\udd1e"],"b":{"c":-7}})";
    REQUIRE(verdict(text).empty());
    for (std::size_t size = 0; size < text.size(); ++size) {
        const std::string part = text.substr(0, size); // a copy of its own, whose end ASan knows
        INFO(part);
        CHECK(!verdict(part).empty());
    }
}

TEST_CASE("tokens are places in the text, and decoded names are what they stand for")
{
    const std::string text = R"( {"a\/\u0062" : -1.5 , "c":["\ud83d\ude00\n"]} )";
    Reader reader(text);
    std::vector<std::string> tokens;
    for (auto token = reader.next(); token.kind != TokenKind::end; token = reader.next())
        tokens.emplace_back(reader.text_of(token));
    CHECK(tokens == std::vector<std::string>{"{", R"("a\/\u0062")", "-1.5", "\"c\"", "[",
                                             R"("\ud83d\ude00\n")", "]", "}"});
    CHECK(decoded(R"(a\/\u0062\"\\)") == "a/b\"\\");
    CHECK(decoded(R"(\ud83d\ude00\n\t\b\f\r)") == "\xF0\x9F\x98\x80\n\t\b\f\r");
    CHECK(decoded("\\u00e9\\uac00") == "\xC3\xA9\xEA\xB0\x80");
}
