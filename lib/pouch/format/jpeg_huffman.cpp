#include "pouch/format/jpeg_huffman.hpp"

#include "pouch/base/error.hpp"

#include <bitset>

namespace pouch::format {

JpegHuffman JpegHuffman::read(Class kind, ByteView& bytes)
{
    const auto refuse = [] { return refused("jpeg.huffman", "a Huffman table is malformed"); };
    if (bytes.size() < longest) throw refuse();
    JpegHuffman table;
    unsigned code = 0;
    std::size_t size = longest;
    for (unsigned length = 1; length <= longest; ++length) {
        const auto count = std::to_integer<unsigned>(bytes[length - 1]);
        table.code_[length] = code;
        table.count_[length] = count;
        table.at_[length] = size;
        code += count;
        size += count;
        if (code > 1U << length) throw refuse();
        code <<= 1U;
    }
    if (size == longest || size > longest + 256 || bytes.size() < size) throw refuse();
    table.bytes_.assign(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
    bytes = bytes.subspan(size);

    std::bitset<256> seen;
    for (std::size_t i = longest; i < size; ++i) {
        const auto value = std::to_integer<unsigned>(table.bytes_[i]);
        if (seen.test(value) || (kind == Class::dc && value > 15)) throw refuse();
        seen.set(value);
    }
    for (unsigned bits = 0; bits < table.near_.size(); ++bits) {
        const auto symbol = table.find_far(bits << (longest - near_bits));
        if (symbol.length <= near_bits) table.near_[bits] = symbol;
    }
    return table;
}

JpegHuffman::Symbol JpegHuffman::find_far(unsigned bits) const
{
    for (unsigned length = 1; length <= longest; ++length) {
        const auto code = bits >> (longest - length);
        if (code < code_[length] || code - code_[length] >= count_[length]) continue;
        return {length, std::to_integer<unsigned>(bytes_[at_[length] + code - code_[length]])};
    }
    return {};
}

} // namespace pouch::format
