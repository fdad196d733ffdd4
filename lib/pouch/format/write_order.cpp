#include "pouch/format/write_order.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

namespace pouch::format {

namespace {

constexpr std::size_t piece_head_size = 8 + 8 + 4 + 4 + 2;
constexpr std::size_t reason_limit = 64;
constexpr std::size_t text_limit = 3000;

constexpr std::array faults = {Fault::refused, Fault::usage, Fault::system,   Fault::policy,
                               Fault::no_key,  Fault::bug,   Fault::temporary};

Error bad_order(std::string_view what)
{
    return make_error(Fault::bug, "writer.order", "an order to write {}", what);
}

Error bad_answer(std::string_view what)
{
    return make_error(Fault::bug, "writer.answer", "an answer of the process that writes {}", what);
}

void append_text(Bytes& out, std::string_view text, std::size_t limit)
{
    text = text.substr(0, limit);
    append_le(out, static_cast<std::uint16_t>(text.size()));
    append(out, text);
}

/// Takes from the front of a packet.
class Reader {
  public:
    explicit Reader(ByteView rest) : rest_(rest) {}
    template <typename T> T number()
    {
        if (rest_.size() < sizeof(T)) throw bad_answer("is cut");
        const auto value = read_le<T>(rest_);
        rest_ = rest_.subspan(sizeof(T));
        return value;
    }
    std::string text(std::size_t limit)
    {
        const std::size_t size = number<std::uint16_t>();
        if (size > limit || size > rest_.size()) throw bad_answer("is cut");
        const std::string text(as_text(rest_.first(size)));
        rest_ = rest_.subspan(size);
        return text;
    }
    [[nodiscard]] bool is_at_end() const { return rest_.empty(); }

  private:
    ByteView rest_;
};

bool is_reason(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || c == '.' || c == '-';
    });
}

template <typename T> void put_le(std::byte*& at, T value)
{
    for (std::size_t i = 0; i < sizeof(T); ++i)
        *at++ = static_cast<std::byte>((std::uint64_t{value} >> (8 * i)) & 0xFFU);
}

} // namespace

Bytes encode(const WriteOrder& order)
{
    Bytes packet;
    append_le(packet, static_cast<std::uint32_t>(order.kind));
    append_le(packet, order.slot);
    append_le(packet, order.files);
    append_le(packet, order.bytes);
    append_le(packet, order.directories);
    return packet;
}

WriteOrder read_write_order(ByteView packet)
{
    if (packet.size() != write_order_size) throw bad_order("is not of its size");
    const WriteOrder order{
        static_cast<WriteOrder::Kind>(read_le<std::uint32_t>(packet)),
        read_le<std::uint32_t>(packet.subspan(4)), read_le<std::uint64_t>(packet.subspan(8)),
        read_le<std::uint64_t>(packet.subspan(16)), read_le<std::uint64_t>(packet.subspan(24))};
    switch (order.kind) {
    case WriteOrder::Kind::begin:
        if (order.slot == 0) return order;
        break;
    case WriteOrder::Kind::write:
        if (order.files == 0 && order.directories == 0) return order;
        break;
    case WriteOrder::Kind::commit:
    case WriteOrder::Kind::keep:
        if (order == WriteOrder{order.kind, 0, 0, 0, 0}) return order;
        break;
    default:
        throw bad_order("is of no known kind");
    }
    throw bad_order("says what its kind does not");
}

Bytes encode(const WriteAnswer& answer)
{
    Bytes packet;
    append_le(packet, answer.slot);
    append_le(packet, static_cast<std::uint16_t>(answer.failure ? answer.failure->fault() : Fault{}));
    if (!answer.failure) return packet;
    append_text(packet, answer.failure->reason(), reason_limit);
    append_text(packet, answer.failure->message(), text_limit);
    append_text(packet, answer.failure->hint(), text_limit);
    return packet;
}

WriteAnswer read_write_answer(ByteView packet)
{
    Reader reader(packet);
    WriteAnswer answer{reader.number<std::uint32_t>(), std::nullopt};
    if (const auto number = reader.number<std::uint16_t>(); number != 0) {
        const auto fault = static_cast<Fault>(number);
        if (std::find(faults.begin(), faults.end(), fault) == faults.end())
            throw bad_answer("has no known fault");
        auto reason = reader.text(reason_limit);
        if (!is_reason(reason)) throw bad_answer("has no reason");
        auto message = reader.text(text_limit);
        answer.failure.emplace(fault, std::move(reason), std::move(message), reader.text(text_limit));
    }
    if (!reader.is_at_end()) throw bad_answer("is too long");
    return answer;
}

bool LetterWriter::add(const FilePiece& piece)
{
    const auto size = piece_head_size + piece.path.size();
    if (piece.path.size() > std::numeric_limits<std::uint16_t>::max() || size > rest_.size()) return false;
    auto* at = rest_.data();
    put_le(at, piece.file_size);
    put_le(at, piece.file_offset);
    put_le(at, piece.offset);
    put_le(at, piece.size);
    put_le(at, static_cast<std::uint16_t>(piece.path.size()));
    std::memcpy(at, piece.path.data(), piece.path.size());
    rest_ = rest_.subspan(size);
    return true;
}

void read_letter(ByteView letter, std::vector<FilePiece>& pieces)
{
    pieces.clear();
    while (!letter.empty()) {
        if (letter.size() < piece_head_size) throw bad_order("is cut");
        FilePiece piece;
        piece.file_size = read_le<std::uint64_t>(letter);
        piece.file_offset = read_le<std::uint64_t>(letter.subspan(8));
        piece.offset = read_le<std::uint32_t>(letter.subspan(16));
        piece.size = read_le<std::uint32_t>(letter.subspan(20));
        const std::size_t path_size = read_le<std::uint16_t>(letter.subspan(24));
        letter = letter.subspan(piece_head_size);
        if (letter.size() < path_size) throw bad_order("is cut");
        piece.path = as_text(letter.first(path_size));
        letter = letter.subspan(path_size);
        pieces.push_back(piece);
    }
}

} // namespace pouch::format
