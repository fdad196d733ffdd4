#include "pouch/format/path.hpp"
#include "pouch/format/write_order.hpp"
#include "support/support.hpp"

#include <catch2/catch.hpp>

using namespace pouch;
using format::FilePiece;
using format::WriteAnswer;
using format::WriteOrder;

namespace {

std::string order_fault(ByteView packet)
{
    return test::failure([&] { static_cast<void>(format::read_write_order(packet)); });
}

std::string answer_fault(ByteView packet)
{
    return test::failure([&] { static_cast<void>(format::read_write_answer(packet)); });
}

} // namespace

TEST_CASE("an order is read as it was written, and in no other form")
{
    const std::vector<WriteOrder> orders = {{WriteOrder::Kind::begin, 0, 7, 1ULL << 40U},
                                            {WriteOrder::Kind::begin, 0, 7, 1, ~0ULL},
                                            {WriteOrder::Kind::write, 3, 0, 99},
                                            {WriteOrder::Kind::commit, 0, 0, 0},
                                            {WriteOrder::Kind::keep, 0, 0, 0}};
    for (const auto& order : orders) {
        auto packet = format::encode(order);
        REQUIRE(packet.size() == format::write_order_size);
        CHECK(format::read_write_order(packet) == order);
        for (std::size_t size = 0; size < packet.size(); ++size)
            CHECK(order_fault(ByteView(packet).first(size)) == "70:writer.order");
        packet.push_back(std::byte{0});
        CHECK(order_fault(packet) == "70:writer.order");
    }
    for (const WriteOrder& order :
         {WriteOrder{WriteOrder::Kind::begin, 1, 0, 0}, WriteOrder{WriteOrder::Kind::write, 0, 1, 0},
          WriteOrder{WriteOrder::Kind::write, 0, 0, 0, 1}, WriteOrder{WriteOrder::Kind::commit, 0, 0, 0, 1},
          WriteOrder{WriteOrder::Kind::commit, 0, 0, 1}, WriteOrder{WriteOrder::Kind::commit, 1, 0, 0},
          WriteOrder{static_cast<WriteOrder::Kind>(0), 0, 0, 0}, WriteOrder{WriteOrder::Kind::keep, 0, 0, 1},
          WriteOrder{static_cast<WriteOrder::Kind>(5), 0, 0, 0}})
        CHECK(order_fault(format::encode(order)) == "70:writer.order");
}

TEST_CASE("an answer carries an error over as it was, and is read in no other form")
{
    CHECK_FALSE(format::read_write_answer(format::encode(WriteAnswer{5, {}})).failure);
    const Error error(Fault::temporary, "io.nospace", "write a/b: no space left", "make room");
    const auto packet = format::encode(WriteAnswer{2, error});
    const auto answer = format::read_write_answer(packet);
    CHECK(answer.slot == 2);
    REQUIRE(answer.failure);
    CHECK(answer.failure->fault() == Fault::temporary);
    CHECK(answer.failure->reason() == error.reason());
    CHECK(answer.failure->message() == error.message());
    CHECK(answer.failure->hint() == error.hint());
    for (std::size_t size = 0; size < packet.size(); ++size)
        CHECK(answer_fault(ByteView(packet).first(size)) == "70:writer.answer");
    auto longer = packet;
    longer.push_back(std::byte{0});
    CHECK(answer_fault(longer) == "70:writer.answer");
    auto unknown = packet;
    unknown[4] = std::byte{6};
    CHECK(answer_fault(unknown) == "70:writer.answer");
    auto escaping = packet;
    escaping[8] = std::byte{0x1B};
    CHECK(answer_fault(escaping) == "70:writer.answer");

    const Error long_one(Fault::system, "io.failed", std::string(100000, 'x'), std::string(100000, 'y'));
    const auto cut = format::encode(WriteAnswer{0, long_one});
    CHECK(cut.size() <= format::write_answer_limit);
    CHECK(format::read_write_answer(cut).failure->message().size() == 3000);
}

TEST_CASE("a letter is read as it was written, and cut nowhere but between pieces")
{
    Bytes memory(300);
    format::LetterWriter writer(memory);
    const std::vector<FilePiece> pieces = {
        {"a", 5, 0, 0, 5}, {"b/c", 1ULL << 40U, 1ULL << 33U, 5, 77}, {"d", 0, 0, 82, 0}};
    std::vector<std::size_t> ends = {0};
    for (const auto& piece : pieces) {
        REQUIRE(writer.add(piece));
        ends.push_back(writer.size());
    }
    std::vector<FilePiece> read;
    format::read_letter(ByteView(memory).first(writer.size()), read);
    CHECK(read == pieces);
    for (std::size_t size = 0; size < writer.size(); ++size) {
        const bool is_end = std::find(ends.begin(), ends.end(), size) != ends.end();
        const auto fault = test::failure([&] { format::read_letter(ByteView(memory).first(size), read); });
        CHECK(fault == (is_end ? "" : "70:writer.order"));
    }
    const auto before = writer.size();
    CHECK_FALSE(writer.add({std::string(300, 'x'), 0, 0, 0, 0}));
    CHECK(writer.size() == before);
}

TEST_CASE("the places of a tree are payload paths, alone or behind what the format puts before them")
{
    const std::string long_name(251, 'n');
    for (const std::string& path :
         {std::string("bagit.txt"), std::string("manifest-sha512.txt"),
          std::string("signatures/release.0123456789abcdef.sig"), std::string("labels/bundle.bdo"),
          std::string("data/a/보고서.txt"), std::string("labels/data/a/b.txt.bdo"), "data/" + long_name,
          "labels/data/" + long_name + ".bdo", long_name + ".bdo", std::string(".bdo")})
        CHECK(format::place_fault(path).empty());
    for (const std::string& path :
         {std::string(), std::string("/etc/passwd"), std::string(".."), std::string("../a"),
          std::string("data/../a"), std::string("data/"), std::string("data//a"),
          std::string("labels/data/../../a.bdo"), std::string("a/./b"), std::string("a/"),
          std::string("a\nb"), std::string("a\0b", 3), std::string("data/con"), std::string("..bdo/../x"),
          long_name + "x", "data/" + long_name + "x.bdo", std::string("a\xFF")})
        CHECK_FALSE(format::place_fault(path).empty());
}
