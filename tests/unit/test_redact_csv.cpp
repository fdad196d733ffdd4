#include "pouch/redact/csv/reader.hpp"
#include "unit/redact_json_support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using namespace pouch::redact;
using namespace pouch::test;

namespace {

std::string csv_of(const std::string& toml, const std::string& text, std::size_t block_size = 1U << 18U)
{
    return run_json(JsonRules(toml), text, FormatKind::csv, block_size).output;
}

const std::string plain = "[[rule]]\nid = \"w\"\nliterals = [\"secretive\"]\n";

/// The rows of a text by their cells, decoded: one character at a time, without the reader.
std::vector<std::vector<std::string>> rows_of(const std::string& text)
{
    std::vector<std::vector<std::string>> rows;
    bool in_quotes = false;
    bool is_new = true;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_new) rows.push_back({""});
        is_new = false;
        auto& cell = rows.back().back();
        if (text[i] == '"' && in_quotes && i + 1 < text.size() && text[i + 1] == '"') {
            cell += text[i++];
        } else if (text[i] == '"') {
            in_quotes = !in_quotes;
        } else if (text[i] == ',' && !in_quotes) {
            rows.back().emplace_back();
        } else if (text[i] == '\n' && !in_quotes) {
            is_new = true;
        } else if (text[i] != '\r' || in_quotes) {
            cell += text[i];
        }
    }
    return rows;
}

/// The text with each planted word replaced.
std::string without(std::string text)
{
    const std::string word = "secretive";
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word))
        text.replace(at, word.size(), "[REDACTED]");
    return text;
}

} // namespace

TEST_CASE("CSV that is well formed stays as it is")
{
    for (const std::string text : {"", "a", "a\n", "a\r\n", "\n", ",x", "a,b\n1,2", "a,b\r\n1,2\n",
                                   "\"a\",\"b\"\n\"\",\"\"\"\"\n", "a,b\n\"x\r\ny\",\"1,2\"\n",
                                   "\xEF\xBB\xBF"
                                   "a,b\n1,2\n",
                                   "\xEF\xBB\xBF\"a\",b\n1,2\n", "a\n\n\n"}) {
        CAPTURE(text);
        CHECK(csv_of(plain, text) == text);
    }
}

TEST_CASE("CSV that is malformed is refused with its reason")
{
    const std::vector<std::pair<std::string, std::string>> cases{
        {"a,b\n1\n", "csv.ragged"}, {"a,b\n1,2,3\n", "csv.ragged"}, {"a,b\n\n", "csv.ragged"},
        {"a\nx\"y\n", "csv.quote"}, {"a\n\"x\"y\n", "csv.quote"},   {"a\n\"x", "csv.quote"},
        {"a\rb\n", "csv.line-end"}, {"a\r", "csv.line-end"},        {"a,A\n", "csv.duplicate"},
        {",\n", "csv.duplicate"}};
    for (const auto& [text, reason] : cases) {
        CAPTURE(text);
        std::string got;
        try {
            (void)csv_of(plain, text);
        } catch (const Error& error) {
            got = error.reason();
        }
        CHECK(got == reason);
    }
}

TEST_CASE("a row is the same however it arrives")
{
    const std::string text = "\xEF\xBB\xBF"
                             "a,\"b\"\"c\r\n\",\r\nx";
    csv::Reader whole;
    REQUIRE(whole.read(text, true, 0) == text.size() - 1);
    csv::Reader slow;
    for (std::size_t size = 0; size + 1 < text.size() - 1; ++size)
        REQUIRE_FALSE(slow.read(std::string_view(text).substr(0, size), false, 0));
    REQUIRE(slow.read(std::string_view(text).substr(0, text.size() - 1), false, 0) == text.size() - 1);
    REQUIRE(slow.cells().size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(slow.cells()[i].begin == whole.cells()[i].begin);
        CHECK(slow.cells()[i].end == whole.cells()[i].end);
    }
    CHECK(csv::decoded("\"b\"\"c\"") == "b\"c");
    CHECK(csv::decoded("bc") == "bc");
}

TEST_CASE("planted words go from the cells of random CSV, and nothing else does")
{
    const std::vector<std::string> cells{"",
                                         "a",
                                         "secretive",
                                         "x secretive",
                                         "\"secretive\"",
                                         "\"a,\"\"b\"",
                                         "\"\"",
                                         "\"secretive\r\n\"\"secretive\"\"\"",
                                         "홍",
                                         "\"\n\""};
    Dice dice(7);
    for (int round = 0; round < 60; ++round) {
        const auto columns = 1 + dice.roll(4);
        std::string text = dice.roll(2) == 0 ? "" : "\xEF\xBB\xBF";
        for (std::size_t i = 0; i < columns; ++i) text += (i == 0 ? "h" : ",h") + std::to_string(i);
        text += "\n";
        const auto rows = dice.roll(8);
        for (std::size_t row = 0; row < rows; ++row) {
            for (std::size_t i = 0; i < columns; ++i) text += (i == 0 ? "" : ",") + dice.pick(cells);
            text += dice.roll(2) == 0 ? "\n" : "\r\n";
        }
        const auto want = without(text);
        for (const std::size_t block : {std::size_t{1}, std::size_t{7}, std::size_t{1} << 18U}) {
            CAPTURE(text, block);
            const auto output = csv_of(plain, text, block);
            CHECK(output == want);
            CHECK(rows_of(output).size() == rows_of(text).size());
            CHECK(csv_of(plain, output, block) == output);
        }
    }
}

TEST_CASE("columns go, are replaced, or lose their name")
{
    const auto rule = [](const std::string& more) {
        return "[[rule]]\nid = \"f\"\nscope = [\"csv\"]\n" + more;
    };
    const std::string text = "a,\"B\",c\n1,\"2\",3\n";
    CHECK(csv_of(rule("field = \"b\"\naction = \"drop\"\n"), text) == "a,c\n1,3\n");
    CHECK(csv_of(rule("field = \"A\"\naction = \"drop\"\n"), text) == "\"B\",c\n\"2\",3\n");
    CHECK(csv_of(rule("field = \"b\"\naction = \"mask\"\n"), text) == "a,\"B\",c\n1,********,3\n");
    CHECK(csv_of(rule("field = \"b\"\nfield_part = \"key\"\n"), text) == "a,[REDACTED],c\n1,\"2\",3\n");
    CHECK(csv_of(rule("field = \"*\"\nfield_part = \"both\"\n"), text) ==
          "[REDACTED],[REDACTED]~2,[REDACTED]~3\n[REDACTED],[REDACTED],[REDACTED]\n");
    CHECK(run_json(JsonRules(rule("field = \"*\"\naction = \"drop\"\n")), text, FormatKind::csv)
              .is_all_withheld);
}
