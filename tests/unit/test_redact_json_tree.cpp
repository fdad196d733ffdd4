#include "pouch/redact/json/keys.hpp"
#include "pouch/redact/json/signs.hpp"
#include "pouch/redact/json/tree.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>
#include <random>

using namespace pouch;
using namespace pouch::redact::json;

namespace {

/// Where signs stand, one byte after the other.
std::vector<std::uint32_t> slow_signs(std::string_view text)
{
    std::vector<std::uint32_t> signs;
    bool in_string = false;
    bool in_other = false;
    bool is_escaped_next = false;
    for (std::uint32_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool is_escaped = is_escaped_next;
        is_escaped_next = c == '\\' && !is_escaped;
        const bool is_quote = c == '"' && !is_escaped;
        if (in_string) {
            if (is_quote || is_escaped_next || static_cast<unsigned char>(c) < ' ') signs.push_back(i);
            in_string = !is_quote;
            continue;
        }
        const bool is_blank = std::string_view(" \t\r\n").find(c) != std::string_view::npos;
        const bool is_sign = is_quote || std::string_view("{}[]:,").find(c) != std::string_view::npos;
        if (is_sign || (!is_blank && !in_other)) signs.push_back(i);
        in_other = !is_blank && !is_sign;
        in_string = is_quote;
    }
    return signs;
}

std::vector<std::uint32_t> signs_of(std::string_view text, Signs::Width width)
{
    std::vector<std::uint32_t> places;
    Signs signs(text, width);
    for (std::uint32_t place = 0; signs.next(place);) places.push_back(place);
    return places;
}

std::string place(std::size_t begin, std::size_t end)
{
    return std::to_string(begin) + "-" + std::to_string(end);
}

/// All that a tree should say of its values, token by token; or the refusal.
std::string told_by_reader(const std::string& text)
{
    std::string told;
    try {
        std::vector<std::string> open;
        std::string key = " 0-0";
        KeyStack keys;
        Reader reader(text);
        for (auto token = reader.next(); token.kind != TokenKind::end; token = reader.next()) {
            const auto raw = reader.text_of(token);
            if (token.kind == TokenKind::key) {
                keys.add(raw.substr(1, raw.size() - 2), token);
                key = decoded(raw.substr(1, raw.size() - 2)) + " " + place(token.begin, token.end);
                continue;
            }
            if (token.kind == TokenKind::object_end) {
                if (const auto at = keys.close_unique())
                    throw refused("json.duplicate", "byte {}: a member for the second time", *at);
            }
            if (token.kind == TokenKind::object_end || token.kind == TokenKind::array_end) {
                told += open.back() + " ends " + std::to_string(token.end) + "\n";
                open.pop_back();
                continue;
            }
            const auto begin = std::to_string(token.begin);
            told += begin + " in " + (open.empty() ? "none" : open.back()) + " " + key;
            key = " 0-0";
            if (token.kind == TokenKind::object_begin) keys.open();
            if (token.kind == TokenKind::object_begin || token.kind == TokenKind::array_begin) {
                open.push_back(begin);
            } else {
                told += " ends " + std::to_string(token.end);
                if (token.kind == TokenKind::string) told += decoded(raw.substr(1, raw.size() - 2));
            }
            told += "\n";
        }
    } catch (const Error& error) {
        return error.reason() + " " + error.message();
    }
    return told;
}

/// The same of a tree.
std::string told_by_tree(const std::string& text)
{
    std::string told;
    try {
        const Tree tree(text);
        std::vector<Tree::Id> open;
        const auto close_up_to = [&](Tree::Id id) {
            while (!open.empty() && tree.end_of(open.back()) <= id) {
                told += std::to_string(tree.at(open.back()).begin) + " ends " +
                        std::to_string(tree.at(open.back()).end) + "\n";
                open.pop_back();
            }
        };
        for (Tree::Id id = 0; id < tree.size(); ++id) {
            close_up_to(id);
            const auto& node = tree.at(id);
            const auto parent =
                node.parent == Tree::none ? "none" : std::to_string(tree.at(node.parent).begin);
            CHECK((open.empty() ? Tree::none : open.back()) == node.parent);
            told += std::to_string(node.begin) + " in " + parent + " " + std::string(tree.name_of(id)) + " " +
                    place(node.key_begin, node.key_end);
            CHECK(node.key_last == (tree.name_of(id).empty() ? '\0' : tree.name_of(id).back()));
            CHECK(tree.has(id, Tree::an_object) == tree.is_object(id));
            CHECK(tree.has(id, Tree::long_string) ==
                  (tree.is_string(id) && node.end - node.begin >= Tree::long_size));
            CHECK(tree.has(id, Tree::long_name) == (node.key_end - node.key_begin >= Tree::long_size));
            CHECK(tree.has(id, Tree::may_refer) == (node.key_last == 'f' || node.key_last == 's'));
            if (node.key_end > 0) CHECK(tree.member(node.parent, tree.name_of(id)) == id);
            if (tree.is_object(id) || tree.is_array(id)) {
                open.push_back(id);
            } else {
                CHECK(tree.end_of(id) == id + 1);
                told += " ends " + std::to_string(node.end) + std::string(tree.string_of(id));
            }
            told += "\n";
        }
        close_up_to(static_cast<Tree::Id>(tree.size()));
    } catch (const Error& error) {
        return error.reason() + " " + error.message();
    }
    return told;
}

/// JSON with all there is.
std::string random_json(std::mt19937& random, unsigned depth)
{
    const auto one_of = [&](std::initializer_list<const char*> all) {
        return std::string(*(all.begin() + random() % all.size()));
    };
    const auto blank = [&] { return one_of({"", "", "", " ", "\n  ", "\t\r"}); };
    const auto string = [&] {
        std::string text = "\"";
        for (auto parts = random() % 6; parts > 0; --parts)
            text += one_of({"a", "id", "_ref", "{[,:]}", "\\\"", "\\\\", "\\u00e9", "\\uD83D\\uDE00", "é",
                            "\\n", "00000000-0000-4000-8000-000000000000", "a few more words"});
        return text + "\"";
    };
    const auto kind = depth == 0 ? 2 + random() % 3 : random() % 5;
    if (kind > 1)
        return kind == 2 ? one_of({"0", "-1.5e3", "true", "false", "null", "18446744073709551615", "1E-9"})
                         : string();
    std::string text = kind == 0 ? "{" : "[";
    for (auto items = random() % 7, i = items * 0; i < items; ++i) {
        if (i > 0) text += ",";
        text += blank();
        if (kind == 0) text += string() + blank() + ":" + blank();
        text += random_json(random, depth - 1) + blank();
    }
    return text + (kind == 0 ? "}" : "]");
}

} // namespace

TEST_CASE("signs are the same whatever tells them")
{
    std::mt19937 random(7);
    const std::string_view bytes = "\"\"\\\\\\{}[]:, \n\t1ax\x01\xC3\xA9";
    for (int round = 0; round < 400; ++round) {
        std::string text;
        const auto size = random() % (round % 50 == 0 ? 9000 : 300);
        const auto kinds = 1 + random() % bytes.size();
        while (text.size() < size) text += bytes[random() % kinds];
        const auto expected = slow_signs(text);
        for (const auto width : Signs::widths()) CHECK(signs_of(text, width) == expected);
    }
}

TEST_CASE("signs can be passed over")
{
    const std::string text = "[\"" + std::string(3000, '\\') + "\", 1]";
    Signs signs(text);
    std::uint32_t place = 0;
    REQUIRE(signs.next(place));
    REQUIRE(signs.next(place));
    signs.pass(3003);
    REQUIRE(signs.next(place));
    CHECK(place == 3003);
    signs.pass(9000);
    CHECK_FALSE(signs.next(place));
}

TEST_CASE("a tree says what the reader says of any text")
{
    std::mt19937 random(11);
    std::size_t good = 0;
    for (int round = 0; round < 1500; ++round) {
        auto text = random_json(random, 4);
        for (auto damages = random() % 3; damages > 0 && !text.empty(); --damages) {
            const auto at = random() % text.size();
            const std::string_view signs = "\"\\{}[]:,0e-.tu \n\x01";
            const char c = signs[random() % signs.size()];
            const auto way = random() % 3;
            if (way == 0) text.erase(at, 1 + random() % 3);
            if (way == 1) text.insert(at, 1, c);
            if (way == 2) text[at] = c;
        }
        INFO(text);
        const auto told = told_by_tree(text);
        CHECK(told == told_by_reader(text));
        good += told.starts_with("json.") ? 0U : 1U;
    }
    CHECK(good > 400);
    CHECK(good < 1400);
}

TEST_CASE("a tree refuses what the reader refuses, in the same words")
{
    std::string many = "{";
    for (int i = 0; i < 100; ++i) many += "\"name" + std::to_string(i) + "\":1,";
    const std::string deep(513, '[');
    for (const std::string& text : {std::string(),
                                    std::string(" "),
                                    std::string("{\"a\":1,\"a\":2}"),
                                    std::string("{\"a\":1,\"\\u0061\":2}"),
                                    many + "\"name7\":1}",
                                    many + "\"name\\u0037\":1}",
                                    many + "\"name100\":1}",
                                    deep,
                                    std::string("[1 2]"),
                                    std::string("[1\"a\"]"),
                                    std::string("[\"a\"1]"),
                                    std::string("[\"a\"\"b\"]"),
                                    std::string("[tru]"),
                                    std::string("[truefalse]"),
                                    std::string("[1,]"),
                                    std::string("[,1]"),
                                    std::string("{,}"),
                                    std::string("{\"a\"}"),
                                    std::string("{\"a\":}"),
                                    std::string("{\"a\":1:2}"),
                                    std::string("[1]]"),
                                    std::string("[1}"),
                                    std::string("{\"a\":1]"),
                                    std::string("[\"a]"),
                                    std::string("[\"a\n\"]"),
                                    std::string("[\"\\u0000\"]"),
                                    std::string("[\"\\ud800\"]"),
                                    std::string("[\"\\x\"]"),
                                    std::string("[1e999]"),
                                    std::string("[18446744073709551616]"),
                                    std::string("[01]"),
                                    std::string("\xEF\xBB\xBF[]"),
                                    std::string("[1\x01]"),
                                    std::string("[1\0]", 4),
                                    std::string("1"),
                                    std::string("\"a\""),
                                    std::string("\\\"a\""),
                                    std::string("[\"a\",\"b\":1]"),
                                    std::string("{\"source\":1,\"source\":1,\"b\":2}")})
        CHECK(told_by_tree(text) == told_by_reader(text));
}
