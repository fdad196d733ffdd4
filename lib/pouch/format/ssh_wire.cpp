#include "pouch/format/ssh_wire.hpp"

#include "pouch/base/error.hpp"

namespace pouch::format {

void append_ssh_string(Bytes& out, ByteView content)
{
    if (content.size() > 0xFFFFFFFFU) throw bug("a string of {} bytes has no SSH encoding", content.size());
    append_be(out, static_cast<std::uint32_t>(content.size()));
    append(out, content);
}

void append_ssh_string(Bytes& out, std::string_view content)
{
    append_ssh_string(out, as_bytes(content));
}

std::optional<std::uint32_t> SshReader::number()
{
    if (rest_.size() < 4) return std::nullopt;
    const auto value = read_be<std::uint32_t>(rest_);
    rest_ = rest_.subspan(4);
    return value;
}

std::optional<ByteView> SshReader::string()
{
    const auto before = rest_;
    const auto length = number();
    if (!length || *length > rest_.size()) {
        rest_ = before;
        return std::nullopt;
    }
    const auto content = rest_.first(*length);
    rest_ = rest_.subspan(*length);
    return content;
}

bool SshReader::take(std::string_view expected)
{
    if (!as_text(rest_).starts_with(expected)) return false;
    rest_ = rest_.subspan(expected.size());
    return true;
}

bool SshReader::take_string(std::string_view expected)
{
    const auto before = rest_;
    const auto content = string();
    if (content && as_text(*content) == expected) return true;
    rest_ = before;
    return false;
}

} // namespace pouch::format
