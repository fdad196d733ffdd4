#include "pouch/stage/write_server.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/path.hpp"
#include "pouch/io/packets.hpp"

#include <array>
#include <cerrno>
#include <future>
#include <new>
#include <semaphore>
#include <system_error>
#include <thread>

namespace pouch::stage {

namespace {

template <typename... Args> Error bad_order(fmt::format_string<Args...> format, Args&&... args)
{
    return make_error(Fault::bug, "writer.order", format, std::forward<Args>(args)...);
}

} // namespace

WriteServer::WriteServer(io::TreeWriter& tree, const io::SharedSlots& slots, int socket,
                         const WriteLimits& limits)
    : tree_(tree), slots_(slots), socket_(socket), limits_(limits), open_files_(slots.count() + 1)
{
}

bool WriteServer::serve(std::size_t threads, const std::function<void()>& when_threads_stand)
{
    std::promise<bool> may_begin;
    const auto gate = may_begin.get_future().share();
    std::counting_semaphore<> standing(0);
    std::vector<std::jthread> helpers;
    bool is_heard = false;
    try {
        for (std::size_t i = 1; i < threads; ++i) {
            helpers.emplace_back([&, gate] {
                standing.release();
                if (gate.get()) take_orders();
            });
        }
        for (std::size_t i = 1; i < threads; ++i) standing.acquire();
        when_threads_stand();
        is_heard = io::send_packet(socket_, format::encode(format::WriteAnswer{}));
    } catch (...) {
        may_begin.set_value(false); // or nobody would join them
        throw;
    }
    may_begin.set_value(is_heard);
    if (is_heard) take_orders();
    helpers.clear();
    if (is_committed_ && !is_kept_) tree_.withdraw();
    return is_kept_;
}

Fault WriteServer::fault() const
{
    if (is_starved_) return Fault::temporary;
    return failure_ ? failure_->fault() : Fault::system;
}

/// A thread that cannot hear or answer ends the service: the other side must not wait for it.
void WriteServer::take_orders() noexcept
{
    try {
        Desk desk;
        std::array<std::byte, format::write_order_size + 1> buffer{};
        do {
            const auto packet = io::receive_packet(socket_, buffer, io::Patience::firm);
            if (packet.empty()) return;
            desk.answer = format::encode(answer(packet, desk));
        } while (io::send_packet(socket_, desk.answer));
    } catch (const std::bad_alloc&) {
        is_starved_ = true;
        io::hang_up(socket_);
    } catch (...) {
        io::hang_up(socket_);
    }
}

format::WriteAnswer WriteServer::answer(ByteView packet, Desk& desk)
{
    format::WriteAnswer answer;
    {
        const std::lock_guard lock(mutex_);
        ++at_work_;
    }
    try {
        const auto order = format::read_write_order(packet);
        answer.slot = order.slot;
        obey(order, desk);
    } catch (const Error& error) {
        answer.failure = error;
    } catch (const std::bad_alloc&) {
        answer.failure = system_failure(ENOMEM, "write");
    } catch (const std::system_error& error) {
        answer.failure = system_failure(error.code().value(), "write");
    }
    // In one: whoever finds nobody at work finds the failure too.
    const std::lock_guard lock(mutex_);
    --at_work_;
    if (answer.failure && !failure_) failure_ = answer.failure;
    if (answer.failure) answer.failure = failure_;
    return answer;
}

void WriteServer::obey(const format::WriteOrder& order, Desk& desk)
{
    {
        const std::lock_guard lock(mutex_);
        if (failure_) throw Error(*failure_);
    }
    switch (order.kind) {
    case format::WriteOrder::Kind::begin:
        return begin(order);
    case format::WriteOrder::Kind::write:
        return write(order, desk);
    case format::WriteOrder::Kind::commit:
        return commit();
    case format::WriteOrder::Kind::keep:
        return keep();
    }
}

void WriteServer::begin(const format::WriteOrder& order)
{
    const std::lock_guard lock(mutex_);
    if (announced_) throw bad_order("a second beginning");
    if (order.files > limits_.files || order.bytes > limits_.bytes || order.directories > limits_.directories)
        throw bad_order("{} files of {} bytes in {} directories announced, over the limits", order.files,
                        order.bytes, order.directories);
    tree_.require_space(order.files, order.directories, order.bytes);
    announced_ = WriteLimits{order.files, order.bytes, order.directories};
}

void WriteServer::write(const format::WriteOrder& order, Desk& desk)
{
    if (order.slot >= slots_.count()) throw bad_order("no slot {}", order.slot);
    const ByteView letter = slots_.letter(order.slot);
    const ByteView span = slots_.span(order.slot);
    if (order.bytes > letter.size()) throw bad_order("a letter of {} bytes", order.bytes);
    // Copied first: the other process may change its own at any time.
    desk.letter.assign(letter.begin(), letter.begin() + static_cast<std::ptrdiff_t>(order.bytes));
    format::read_letter(desk.letter, desk.pieces);

    WriteLimits whole;
    for (const auto& piece : desk.pieces) {
        check_piece(piece, span.size());
        whole.bytes += piece.size; // at most what a letter can hold of 32-bit sizes
        if (piece.is_whole()) ++whole.files;
    }
    account(whole.files, whole.bytes);
    for (const auto& piece : desk.pieces) write_piece(piece, span.subspan(piece.offset, piece.size));
}

void WriteServer::check_piece(const format::FilePiece& piece, std::size_t span_size) const
{
    if (const auto fault = format::place_fault(piece.path); !fault.empty())
        throw bad_order("{}: {}", piece.path, fault);
    if (piece.offset > span_size || piece.size > span_size - piece.offset)
        throw bad_order("{}: content outside its span", piece.path);
    if (piece.file_offset > piece.file_size || piece.size > piece.file_size - piece.file_offset)
        throw bad_order("{}: content outside the file", piece.path);
    if (piece.size == 0 && piece.file_size != 0) throw bad_order("{}: a piece without a byte", piece.path);
}

/// Counts what is about to be written, before it is.
void WriteServer::account(std::uint64_t files, std::uint64_t bytes)
{
    const std::lock_guard lock(mutex_);
    if (!announced_ || is_over_) throw bad_order("something to write before the beginning or behind the end");
    if (files > announced_->files - taken_.files || bytes > announced_->bytes - taken_.bytes)
        throw bad_order("more to write than was announced");
    taken_.files += files;
    taken_.bytes += bytes;
}

/// What was made too much is found as soon as it is there, and goes with the tree.
io::Descriptor WriteServer::create(const std::string& path)
{
    auto file = tree_.create(path);
    const std::lock_guard lock(mutex_);
    if (tree_.directories() > announced_->directories)
        throw bad_order("more directories than were announced");
    return file;
}

void WriteServer::write_piece(const format::FilePiece& piece, ByteView content)
{
    const std::string path(piece.path);
    if (piece.is_whole()) return io::write_all(create(path).get(), content, path);
    const auto file = open_files_.take(piece, [&] {
        account(1, 0);
        return create(path);
    });
    io::write_at(file->descriptor.get(), content, piece.file_offset, path);
    open_files_.finish(piece);
}

void WriteServer::commit()
{
    {
        const std::lock_guard lock(mutex_);
        if (failure_) throw Error(*failure_);
        if (!announced_ || is_over_ || at_work_ > 1) throw bad_order("a commit before the end, or behind it");
        if (taken_.files != announced_->files || taken_.bytes != announced_->bytes || !open_files_.is_empty())
            throw bad_order("a commit of less than was announced");
        is_over_ = true;
    }
    tree_.commit();
    const std::lock_guard lock(mutex_);
    is_committed_ = true;
}

void WriteServer::keep()
{
    const std::lock_guard lock(mutex_);
    if (!is_committed_) throw bad_order("to keep what has no name");
    is_kept_ = true;
}

} // namespace pouch::stage
