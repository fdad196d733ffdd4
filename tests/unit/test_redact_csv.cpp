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
std::vector<std::vector<std::string>> rows_of(const std::string& text, char delimiter)
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
        } else if (text[i] == delimiter && !in_quotes) {
            rows.back().emplace_back();
        } else if (text[i] == '\n' && !in_quotes) {
            is_new = true;
        } else if (text[i] != '\r' || in_quotes) {
            cell += text[i];
        }
    }
    return rows;
}

/// Why `text` is refused; nothing if it is not.
std::string reason_of(const std::string& toml, const std::string& text)
{
    try {
        (void)csv_of(toml, text);
    } catch (const Error& error) {
        return error.reason();
    }
    return {};
}

std::string target_of(const std::string& csv)
{
    return "[target]\nname = \"t\"\ncsv = { " + csv + " }\n";
}

std::string column_rule(const std::string& more)
{
    return "[[rule]]\nid = \"f\"\nscope = [\"csv\"]\n" + more;
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
        CHECK(reason_of(plain, text) == reason);
    }
    CHECK(reason_of(plain, "\xEF\xBB\xBF"
                           "a,a\n") == "csv.duplicate"); // the mark is no part of a name
    CHECK(reason_of(plain, "a\n\xFF\n") == "text.encoding");
    CHECK(reason_of(plain, std::string("a\n\0\n", 4)) == "text.binary");
}

TEST_CASE("CSV has limits")
{
    std::string header = "0";
    for (std::size_t i = 1; i < csv::most_columns; ++i) header += "," + std::to_string(i);
    CHECK(reason_of(plain, header + "\n").empty());
    CHECK(reason_of(plain, header + ",x\n") == "csv.columns");

    const std::string row = "\"" + std::string(csv::longest_row, 'x');
    csv::Reader open(',');
    CHECK_THROWS_WITH(open.read(row, false, 5), Catch::Contains("row at byte 5 is longer"));
    csv::Reader closed(',');
    CHECK_THROWS_WITH(closed.read(row + "\"\n", true, 5), Catch::Contains("row at byte 5 is longer"));
    csv::Reader longest(',');
    const auto fits = row.substr(0, csv::longest_row - 2) + "\"\n";
    CHECK(longest.read(fits, false, 0) == csv::longest_row);
}

TEST_CASE("a row is the same however it arrives")
{
    const std::string text = "\xEF\xBB\xBF"
                             "a,\"b\"\"c\r\n\",\r\nx";
    csv::Reader whole(',');
    REQUIRE(whole.read(text, true, 0) == text.size() - 1);
    csv::Reader slow(',');
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

TEST_CASE("of CSV what stands in cells may be replaced, a doubled quote as a whole")
{
    const auto parts = [](const std::string& text, std::size_t begin, std::size_t end) {
        return parts_of(FormatKind::csv, text, begin, end);
    };
    CHECK(parts("ab,cd\nef", 0, 8) == "ab|cd|ef");
    CHECK(parts("ab,cd\nef", 1, 4) == "b|c");
    CHECK(parts("a,,b", 1, 3).empty());
    CHECK(parts("\xEF\xBB\xBF"
                "ab,c",
                0, 7) == "ab|c");
    CHECK(parts("\"a,b\r\nc\",d\r\ne", 0, 14) == "a,b\r\nc|d|e");
    CHECK(parts("x,\"a\"\"b\"", 4, 5) == "\"\"");     // the first of the two
    CHECK(parts("x,\"a\"\"b\"", 5, 7) == "\"\"b");    // from the second on
    CHECK(parts("x,\"a\"\"\",y", 3, 9) == "a\"\"|y"); // doubled, then closing
    CHECK(parts("\"\"\"\"", 0, 4) == "\"\"");
    CHECK(parts("\"\",a", 0, 4) == "a");

    const auto rule = [](const std::string& regex) {
        return "[[rule]]\nid = \"r\"\nregex = '" + regex + "'\n";
    };
    CHECK(csv_of(rule("ab\""), "h,i\n\"ab\"\"c\",\"ab\"\n") == "h,i\n\"[REDACTED]c\",\"[REDACTED]\"\n");
    CHECK(csv_of(rule("b,c"), "h,i\nab,cd\n") == "h,i\na[REDACTED],[REDACTED]d\n");
}

TEST_CASE("planted words go from the cells of random CSV, and nothing else does")
{
    const std::string word = "secretive";
    JsonDice dice(7);
    for (int round = 0; round < 60; ++round) {
        const char delimiter = csv::delimiters[dice.roll(csv::delimiters.size())];
        const std::string between(1, delimiter);
        const std::vector<std::string> cells{"",
                                             "a",
                                             word,
                                             "x " + word,
                                             "\"" + word + "\"",
                                             "\"a" + between + "\"\"b\"",
                                             "\"\"",
                                             "\"" + word + "\r\n\"\"" + word + "\"\"\"",
                                             "홍",
                                             "\"\n\"",
                                             delimiter == ',' ? ";|\t" : ","};
        const auto columns = 1 + dice.roll(4);
        std::string text = dice.roll(2) == 0 ? "" : "\xEF\xBB\xBF";
        for (std::size_t i = 0; i < columns; ++i) {
            const auto name = dice.pick({"h", word, "\"" + word + "\n"});
            text += (i == 0 ? "" : between) + name + std::to_string(i) + (name.front() == '"' ? "\"" : "");
        }
        text += "\n";
        const auto rows = dice.roll(8);
        for (std::size_t row = 0; row < rows; ++row) {
            for (std::size_t i = 0; i < columns; ++i) text += (i == 0 ? "" : between) + dice.pick(cells);
            text += dice.roll(2) == 0 ? "\n" : "\r\n";
        }
        const auto toml =
            target_of(std::string("delimiter = \"") + (delimiter == '\t' ? "\\t" : between) + "\"") + plain;
        const auto want = without(text);
        for (const std::size_t block : {std::size_t{1}, std::size_t{7}, std::size_t{1} << 18U}) {
            CAPTURE(text, block);
            const auto output = csv_of(toml, text, block);
            CHECK(output == want);
            const auto before = rows_of(text, delimiter);
            const auto after = rows_of(output, delimiter);
            REQUIRE(after.size() == before.size());
            for (std::size_t i = 0; i < before.size(); ++i) {
                REQUIRE(after[i].size() == before[i].size());
                for (std::size_t j = 0; j < before[i].size(); ++j)
                    CHECK(after[i][j] == without(before[i][j]));
            }
            CHECK(csv_of(toml, output, block) == output);
        }
    }
}

TEST_CASE("columns go, are replaced, or lose their name")
{
    const std::string text = "a,\"B\",c\n1,\"2\",3\n";
    CHECK(csv_of(column_rule("field = \"b\"\naction = \"drop\"\n"), text) == "a,c\n1,3\n");
    CHECK(csv_of(column_rule("field = \"A\"\naction = \"drop\"\n"), text) == "\"B\",c\n\"2\",3\n");
    CHECK(csv_of(column_rule("field = \"b\"\naction = \"mask\"\n"), text) == "a,\"B\",c\n1,********,3\n");
    CHECK(csv_of(column_rule("field = \"b\"\nfield_part = \"key\"\n"), text) ==
          "a,[REDACTED],c\n1,\"2\",3\n");
    CHECK(csv_of(column_rule("field = \"*\"\nfield_part = \"both\"\n"), text) ==
          "[REDACTED],[REDACTED]~2,[REDACTED]~3\n[REDACTED],[REDACTED],[REDACTED]\n");
    CHECK(run_json(JsonRules(column_rule("field = \"*\"\naction = \"drop\"\n")), text, FormatKind::csv)
              .is_all_withheld);
    CHECK(csv_of(column_rule("field = \"a\"\naction = \"drop\"\n"), "a,b\n1,\r\n2,x\n") ==
          "b\n\"\"\r\nx\n"); // no blank line, which others skip
}

TEST_CASE("columns are named without case, and after NFC")
{
    const std::string composed = "\uC774\uB984";
    const std::string decomposed = "\u110B\u1175\u1105\u1173\u11B7";
    const auto drop = [](const std::string& name) {
        return column_rule("field = \"" + name + "\"\naction = \"drop\"\n");
    };
    CHECK(csv_of(drop(composed), decomposed + ",b\n1,2\n") == "b\n2\n");
    CHECK(csv_of(drop(decomposed), "\"" + composed + "\",b\n1,2\n") == "b\n2\n");
    CHECK(csv_of(drop("\u00C9t\u00C9"), "e\u0301te\u0301,b\n1,2\n") == "b\n2\n");
    CHECK(csv_of(drop("a\\\"b"), "\"A\"\"B\",b\n1,2\n") == "b\n2\n");
    CHECK(reason_of(plain, composed + "," + decomposed + "\n") == "csv.duplicate");
    CHECK(csv_of(target_of("only = [\"" + decomposed + "\"]") + plain, "a," + composed + "\n1,2\n") ==
          composed + "\n2\n");
    CHECK(csv_of(drop("a"), "\xEF\xBB\xBF"
                            "a,b\n1,2\n") == "\xEF\xBB\xBF"
                                             "b\n2\n");
}

TEST_CASE("the delimiter is said, and never guessed")
{
    const auto drop = column_rule("field = \"a\"\naction = \"drop\"\n");
    const std::string text = "a;b\n1,1;2\n";
    CHECK(csv_of(target_of("delimiter = \";\"") + drop, text) == "b\n2\n");
    CHECK(csv_of(target_of("delimiter = \"\\t\"") + drop, "a\tb\tc\n1\t2\t3\n") == "b\tc\n2\t3\n");
    CHECK(csv_of(target_of("delimiter = \"|\"") + plain, "a|b\nsecretive|\"|\"\n") ==
          "a|b\n[REDACTED]|\"|\"\n");
    CHECK(reason_of(target_of("delimiter = \";\"") + drop, "a,b\n1,2\n") == "csv.delimiter");
    CHECK(reason_of(drop, "a;b\n1;2\n") == "csv.delimiter");
    CHECK(reason_of(drop, "\"x;b\"\n1\n").empty()); // a name
    CHECK(reason_of(drop, "\"x;a\"\n\"1;2\"\n") == "csv.delimiter");
    CHECK(reason_of(drop, "sep=,\na\n") == "csv.delimiter");
    CHECK(reason_of(plain, "a;b\n1;2\n").empty()); // no rule asks for names
    for (const std::string wrong : {"\"\"", "\":\"", "\",;\"", "\"\\\"\"", "\"\\n\"", "1"}) {
        CAPTURE(wrong);
        CHECK(reason_of(target_of("delimiter = " + wrong) + plain, "a\n") == "rules.value");
    }
}

TEST_CASE("what CSV asks of a target is judged")
{
    CHECK(reason_of(target_of("only = []") + plain, "a\n") == "rules.empty");
    CHECK(reason_of(target_of("nonsense = 1") + plain, "a\n") == "rules.key");
    CHECK(reason_of("[target]\nname = \"t\"\ncsv = 1\n" + plain, "a\n") == "rules.value");
    CHECK(reason_of(target_of("label = \"class\"") + plain, "a\n") == "csv.label");
    CHECK(reason_of("[[rule]]\nid = \"f\"\nscope = [\"csv\", \"json\"]\nfield = \"/a\"\n", "a\n") ==
          "rules.scope");
    CHECK(reason_of("[[rule]]\nid = \"f\"\nscope = [\"csv\", \"json\"]\nfield = \"a\"\n", "a\n") ==
          "rules.field");
}

TEST_CASE("cells that may be formulas are told where they leave, and stay")
{
    const auto formulas = [](const std::string& toml, const std::string& text) {
        return run_json(JsonRules(toml), text, FormatKind::csv).formulas;
    };
    using Places = std::vector<std::uint64_t>;
    const std::string all = "=a,+b,-c,@d,\te,\"\rf\",\"=g\",h=,\"\",\"\"\"=\"\n";
    CHECK(csv_of(plain, all) == all);
    CHECK(formulas(plain, all) == Places{0, 3, 6, 9, 12, 15, 20});
    CHECK(formulas(plain, "\xEF\xBB\xBF=a\n1\n") == Places{3});
    CHECK(formulas(plain, "a\n=1\n-2") == Places{2, 5});
    // A token covers one, a match that is dropped bares one, a column that goes takes its own along.
    const std::string rules = "[[rule]]\nid = \"t\"\nliterals = [\"=covered\"]\n"
                              "[[rule]]\nid = \"d\"\nliterals = [\"bare\"]\naction = \"drop\"\n" +
                              column_rule("field = \"gone\"\naction = \"drop\"\n");
    CHECK(csv_of(rules, "gone,b\n=1,=covered\n=2,bare=3\n") == "b\n[REDACTED]\n=3\n");
    CHECK(formulas(rules, "gone,b\n=1,=covered\n=2,bare=3\n") == Places{13});
}

TEST_CASE("a column is found whatever blanks, width or invisible characters its name has")
{
    const auto rule = "[[rule]]\nid = \"c\"\nscope = [\"csv\"]\nfield = \"phone\"\n";
    for (const std::string name :
         {"phone", " phone", "\"Phone \"", "\uFF50\uFF48\uFF4F\uFF4E\uFF45", "phone\u200B"}) {
        INFO(name);
        CHECK(csv_of(rule, "id," + name + "\n1,2\n") == "id," + name + "\n1,[REDACTED]\n");
    }
}

TEST_CASE("a mark by itself in a cell that goes refuses: it may be that of the row")
{
    const auto judge = judge_without_policy();
    const auto left = [&](const std::string& toml, const std::string& text) {
        return run_json(JsonRules(toml), text, FormatKind::csv, 1U << 18U, 1, judge.get()).output;
    };
    const auto is_refused = [&](const std::string& toml, const std::string& text) {
        return failure([&] { (void)left(toml, text); }) == "4:portion.unknown";
    };
    const auto only = target_of("only = [\"t\"]");
    CHECK(is_refused(only, "m,t\n(S),x\n"));
    CHECK(is_refused(only, "m,t\n\"(S)\n(S)\",x\n"));
    const std::string rule = "[[rule]]\nid = 'm'\ncategory = 'm'\nscope = ['csv']\nfield = 'm'\n";
    CHECK(is_refused(rule, "m,t\n(S),x\n"));
    CHECK(is_refused(rule + "action = 'drop'\n", "m,t\n(S),x\n"));
    CHECK(left(only, "m,t\n(S) y,x\n(see there),z\n") == "t\nx\nz\n");
}

TEST_CASE("a mark in the name of a column refuses unless the column goes")
{
    const auto judge = judge_without_policy();
    const auto left = [&](const std::string& toml, const std::string& text) {
        return run_json(JsonRules(toml), text, FormatKind::csv, 1U << 18U, 1, judge.get()).output;
    };
    const std::string rule = "[[rule]]\nid = 'm'\ncategory = 'm'\nscope = ['csv']\nfield = '(S) b'\n";
    for (const auto& toml : {std::string(), rule, rule + "field_part = 'key'\n"}) {
        CHECK(failure([&] { (void)left(toml, "a,(S) b\nx,y\n"); }) == "4:portion.unknown");
        CHECK(failure([&] { (void)left(toml, "a,\"(S)\"\nx,y\n"); }) == "4:portion.unknown");
    }
    CHECK(left(rule + "action = 'drop'\n", "a,(S) b\nx,y\n") == "a\nx\n");
    CHECK(left(target_of("only = [\"a\"]"), "a,(S) b\nx,y\n") == "a\nx\n");
}
