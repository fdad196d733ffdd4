#include "pouch/format/zip_layout.hpp"
#include "pouch/format/zip_reader.hpp"
#include "pouch/format/zip_writer.hpp"
#include "pouch/io/memory.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>
#include <functional>
#include <string>
#include <vector>
#include <zlib.h>

using namespace pouch;
using namespace pouch::format;

namespace {

constexpr std::uint64_t limit = 1U << 20U;

/// A stored entry, written by hand: each field can be wrong.
struct RawEntry {
    std::string name = "a";
    std::string content = "content";
    std::uint16_t needed = 20, flags = 0, method = 0, local_method = 0;
    std::uint16_t comment = 0, volume = 0;
    std::string local_name = name, local_extra, central_extra, behind;
    std::int64_t crc_error = 0, size_error = 0, local_size_error = 0;
    std::int64_t place_error = 0;
    bool leaves_sizes_out = false; ///< Of the local header, as the flag 8 allows.
};

struct Tail {
    std::uint16_t volume = 0, comment_size = 0;
    std::int64_t count_error = 0, size_error = 0, place_error = 0;
    std::string before, behind;
};

template <typename T> void put(std::string& out, T value)
{
    Bytes bytes;
    append_le(bytes, value);
    out += as_text(bytes);
}

std::uint32_t crc_of(const std::string& text)
{
    return static_cast<std::uint32_t>(::crc32(0, as_uchar(as_bytes(text)), static_cast<uInt>(text.size())));
}

std::string zip_of(const std::vector<RawEntry>& entries, const Tail& tail = {})
{
    std::string out = tail.before;
    std::string directory;
    for (const auto& e : entries) {
        const auto crc = static_cast<std::uint32_t>(crc_of(e.content) + e.crc_error);
        const auto size =
            static_cast<std::uint32_t>(static_cast<std::int64_t>(e.content.size()) + e.size_error);
        const auto place = static_cast<std::uint32_t>(static_cast<std::int64_t>(out.size()) + e.place_error);
        const auto facts = [&](std::uint16_t method, bool is_local, std::size_t name, std::size_t extra) {
            std::string text;
            const bool is_left_out = is_local && e.leaves_sizes_out;
            for (const std::uint16_t two : {e.needed, e.flags, method, std::uint16_t{0}, std::uint16_t{0x21}})
                put(text, two);
            put(text, is_left_out ? 0U : crc);
            put(text, is_left_out ? 0U : static_cast<std::uint32_t>(e.content.size()));
            put(text,
                is_left_out ? 0U : static_cast<std::uint32_t>(size + (is_local ? e.local_size_error : 0)));
            put(text, static_cast<std::uint16_t>(name));
            put(text, static_cast<std::uint16_t>(extra));
            return text;
        };
        put(directory, zip::central_signature);
        put(directory, std::uint16_t{20});
        directory += facts(e.method, false, e.name.size(), e.central_extra.size());
        put(directory, e.comment);
        put(directory, e.volume);
        directory += std::string(6, '\0');
        put(directory, place);
        directory += e.name + e.central_extra + std::string(e.comment, 'c');
        put(out, zip::local_signature);
        out += facts(e.local_method == 0 ? e.method : e.local_method, true, e.local_name.size(),
                     e.local_extra.size());
        out += e.local_name + e.local_extra + e.content + e.behind;
    }
    const auto place = out.size();
    out += directory;
    put(out, zip::end_signature);
    put(out, tail.volume);
    put(out, std::uint16_t{0});
    const auto count =
        static_cast<std::uint16_t>(static_cast<std::int64_t>(entries.size()) + tail.count_error);
    put(out, count);
    put(out, count);
    put(out, static_cast<std::uint32_t>(static_cast<std::int64_t>(directory.size()) + tail.size_error));
    put(out, static_cast<std::uint32_t>(static_cast<std::int64_t>(place) + tail.place_error));
    put(out, tail.comment_size);
    return out + tail.behind;
}

/// All that is read of an archive.
std::string read(const std::string& archive, std::uint64_t most = limit)
{
    std::string all;
    for (const auto& entry : read_zip(as_bytes(archive), most))
        all += entry.name + "=" + std::string(as_text(expand(entry))) + ";";
    return all;
}
std::string failure_of(const std::string& archive, std::uint64_t most = limit)
{
    return test::failure([&] { static_cast<void>(read(archive, most)); });
}
/// The failure of an archive of one entry that `change` changed.
std::string failure_with(const std::function<void(RawEntry&)>& change)
{
    RawEntry entry;
    change(entry);
    return failure_of(zip_of({entry}));
}
std::string failure_with_tail(const std::function<void(Tail&)>& change)
{
    Tail tail;
    change(tail);
    return failure_of(zip_of({RawEntry{}}, tail));
}

std::string descriptor(const RawEntry& entry, bool is_signed)
{
    std::string text;
    if (is_signed) put(text, zip::descriptor_signature);
    put(text, crc_of(entry.content));
    put(text, static_cast<std::uint32_t>(entry.content.size()));
    put(text, static_cast<std::uint32_t>(entry.content.size()));
    return text;
}

std::string extra(std::uint16_t id, const std::string& content)
{
    std::string text;
    put(text, id);
    put(text, static_cast<std::uint16_t>(content.size()));
    return text + content;
}

} // namespace

TEST_CASE("what the ZIP writer writes is read, and written the same again")
{
    const auto size = GENERATE(std::size_t{0}, std::size_t{1}, std::size_t{7}, std::size_t{70'000});
    const std::vector<std::pair<std::string, std::string>> parts{
        {"[Content_Types].xml", std::string(size, 'x')},
        {"_rels/.rels", std::string(as_text(test::noise(size)))},
        {"word/문서.xml", "text"}};
    const auto write = [&] {
        io::MemorySink out;
        ZipWriter writer(out);
        for (const auto& [name, content] : parts) writer.add(name, as_bytes(content));
        writer.finish();
        return std::string(as_text(out.bytes));
    };
    const auto archive = write();
    std::string all;
    for (const auto& [name, content] : parts) all += name + "=" + content + ";";
    CHECK(read(archive) == all);
    CHECK(write() == archive);
}

TEST_CASE("an archive of another writer is read: descriptors, padding, levels")
{
    RawEntry entry;
    entry.flags = zip::flag_descriptor | zip::flag_levels;
    entry.leaves_sizes_out = GENERATE(true, false);
    entry.behind = descriptor(entry, GENERATE(true, false));
    RawEntry padded;
    padded.name = padded.local_name = "b";
    padded.local_extra = extra(0xA220, std::string(40, '\0'));
    CHECK(read(zip_of({entry, padded})) == "a=content;b=content;");
}

TEST_CASE("an archive in which two readers may see two things is refused")
{
    CHECK(failure_of(zip_of({RawEntry{}})).empty());
    const std::string syntax = "1:zip.syntax";
    CHECK(failure_with([](auto& e) { e.local_name = "b"; }) == syntax);
    CHECK(failure_with([](auto& e) { e.local_size_error = 1; }) == syntax);
    CHECK(failure_with([](auto& e) { e.local_method = zip::deflated; }) == syntax);
    CHECK(failure_with([](auto& e) { e.size_error = 1; }) == syntax);
    CHECK(failure_with([](auto& e) { e.place_error = 1; }) == syntax);
    CHECK(failure_with([](auto& e) { e.behind = "between"; }) == syntax);
    CHECK(failure_with([](auto& e) { e.leaves_sizes_out = true; }) == syntax);
    CHECK(failure_with([](auto& e) { e.local_extra = "cut"; }) == syntax);
    CHECK(failure_with([](auto& e) {
              e.flags = zip::flag_descriptor;
              e.behind = descriptor(e, true);
              e.behind[5] ^= 1;
          }) == syntax);
    CHECK(failure_with_tail([](auto& t) { t.before = "before"; }) == syntax);
    CHECK(failure_with_tail([](auto& t) { t.behind = "behind"; }) == syntax);
    CHECK(failure_with_tail([](auto& t) {
              t.comment_size = 3;
              t.behind = "abc";
          }) == syntax);
    CHECK(failure_with_tail([](auto& t) { t.size_error = -1; }) == syntax);
    CHECK(failure_with_tail([](auto& t) { t.place_error = -1; }) == syntax);
    CHECK(failure_with_tail([](auto& t) { t.count_error = -1; }) == syntax);
    CHECK(failure_with_tail([](auto& t) { t.count_error = 1; }) == "1:zip.truncated");
    // One local header for two entries.
    RawEntry second;
    second.name = second.local_name = "b";
    second.place_error = -static_cast<std::int64_t>(zip::local_size + 1 + 7);
    CHECK(failure_of(zip_of({RawEntry{}, second})) == syntax);
}

TEST_CASE("what office documents do not need is refused")
{
    const std::string unsupported = "1:zip.unsupported";
    CHECK(failure_with([](auto& e) { e.flags = 1; }) == unsupported);
    CHECK(failure_with([](auto& e) { e.flags = 0x2000; }) == unsupported);
    CHECK(failure_with([](auto& e) { e.method = 12; }) == unsupported);
    CHECK(failure_with([](auto& e) { e.needed = 63; }) == unsupported);
    CHECK(failure_with([](auto& e) { e.comment = 2; }) == unsupported);
    CHECK(failure_with([](auto& e) { e.volume = 1; }) == unsupported);
    CHECK(failure_with([](auto& e) { e.local_extra = extra(0x0001, std::string(16, '\0')); }) == unsupported);
    CHECK(failure_with([](auto& e) { e.central_extra = extra(0x7075, "x"); }) == unsupported);
    CHECK(failure_with_tail([](auto& t) { t.volume = 1; }) == unsupported);
    for (const std::string name : {"/a", "../a", "a//b", "a\\b", "", "a/", "CON"}) {
        CHECK(failure_with([&](auto& e) { e.name = e.local_name = name; }) == "1:zip.name");
    }
    RawEntry upper;
    upper.name = upper.local_name = "A";
    CHECK(failure_of(zip_of({RawEntry{}, upper})) == "1:zip.name");
    CHECK(failure_of(zip_of({RawEntry{}, RawEntry{}})) == "1:zip.name");
}

TEST_CASE("content must be of its size and CRC, and no archive expands without bounds")
{
    CHECK(failure_with([](auto& e) { e.crc_error = 1; }) == "1:zip.data");
    CHECK(failure_with([](auto& e) {
              e.method = zip::deflated; // "content" is no deflated data
          }) == "1:zip.data");
    CHECK(failure_of(zip_of({RawEntry{}}), 6) == "1:zip.limit");
    CHECK(failure_of(zip_of({RawEntry{}}), 7).empty());

    io::MemorySink out;
    ZipWriter writer(out);
    writer.add("bomb", Bytes(limit));
    writer.finish();
    std::string bomb(as_text(out.bytes));
    CHECK(bomb.size() < 2000);
    CHECK(failure_of(bomb, limit - 1) == "1:zip.limit");
    // It says that it expands to less.
    for (const auto place : {std::size_t{22}, bomb.size() - zip::end_size - 4 - zip::central_size + 24})
        bomb[place] = 1;
    CHECK(failure_of(bomb, limit + 1) == "1:zip.data");

    std::vector<RawEntry> many(zip_entries_limit + 1);
    for (std::size_t i = 0; i < many.size(); ++i) many[i].name = many[i].local_name = "n" + std::to_string(i);
    CHECK(failure_of(zip_of(many), 1U << 30U) == "1:zip.limit");
}

TEST_CASE("a ZIP archive cut or changed in one bit is refused or reads the same")
{
    const auto archive = zip_of({RawEntry{}, [] {
                                     RawEntry entry;
                                     entry.name = entry.local_name = "b";
                                     return entry;
                                 }()});
    for (std::size_t cut = 0; cut < archive.size(); ++cut)
        CHECK_FALSE(failure_of(archive.substr(0, cut)).empty());
    const auto all = read(archive);
    for (std::size_t i = 0; i < 8 * archive.size(); ++i) {
        auto changed = archive;
        changed[i / 8] = static_cast<char>(changed[i / 8] ^ (1 << (i % 8)));
        if (failure_of(changed).empty()) CHECK(read(changed) == all);
    }
}
