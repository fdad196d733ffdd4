#include "pouch/redact/image.hpp"

#include "pouch/crypto/digest.hpp"
#include "pouch/format/jpeg.hpp"
#include "pouch/format/png.hpp"

namespace pouch::redact {

namespace {

using namespace std::string_view_literals;

/// Digests what is read.
class DigestedSource final : public io::Source {
  public:
    explicit DigestedSource(io::Source& in) : in_(in) {}
    std::size_t read(MutableByteView out) override
    {
        const auto got = in_.read(out);
        hasher_.update(ByteView(out).first(got));
        return got;
    }
    [[nodiscard]] const std::string& name() const override { return in_.name(); }
    [[nodiscard]] crypto::Digest finish() { return hasher_.finish(); }

  private:
    io::Source& in_;
    crypto::Hasher hasher_{crypto::Algorithm::sha256};
};

/// Digests what is written.
class DigestedSink final : public io::Sink {
  public:
    explicit DigestedSink(io::Sink& out) : out_(out) {}
    void write(ByteView bytes) override
    {
        hasher_.update(bytes);
        out_.write(bytes);
    }
    void commit() override {}
    [[nodiscard]] bool is_atomic() const override { return out_.is_atomic(); }
    [[nodiscard]] crypto::Digest finish() { return hasher_.finish(); }

  private:
    io::Sink& out_;
    crypto::Hasher hasher_{crypto::Algorithm::sha256};
};

} // namespace

std::optional<ImageKind> image_of(ByteView sample)
{
    const auto text = as_text(sample);
    if (text.starts_with("\xFF\xD8\xFF"sv)) return ImageKind::jpeg;
    if (text.starts_with("\x89PNG"sv)) return ImageKind::png;
    return std::nullopt;
}

bool strip_image(ImageKind kind, io::Source& in, io::Sink& out)
{
    DigestedSource before(in);
    DigestedSink after(out);
    kind == ImageKind::jpeg ? format::rewrite_jpeg(before, after) : format::rewrite_png(before, after);
    Bytes rest(std::size_t{1} << 16U);
    while (before.read(rest) > 0) {
    }
    return !(before.finish() == after.finish());
}

} // namespace pouch::redact
