#include "pouch/stage/write_client.hpp"

#include "pouch/base/error.hpp"
#include "pouch/io/packets.hpp"

#include <array>

namespace pouch::stage {

using format::WriteOrder;

WriteClient::WriteClient(io::Descriptor socket, const io::SharedSlots& slots,
                         std::function<Error()> death_of_other)
    : socket_(std::move(socket)), slots_(slots), death_of_other_(std::move(death_of_other)),
      is_ordered_(std::make_unique<std::atomic<bool>[]>(slots.count()))
{
    receive(io::Patience::until_interrupted);
}

void WriteClient::close()
{
    if (socket_.is_open())
        io::hang_up(socket_.get()); // so that the other end hears of it whatever close says
    socket_.reset();
}

/// It is gone, or as good as gone: nothing more is said to it.
Error WriteClient::death() const
{
    io::hang_up(socket_.get());
    return death_of_other_();
}

void WriteClient::order(const WriteOrder& order)
{
    if (!io::send_packet(socket_.get(), format::encode(order))) throw death();
}

format::WriteAnswer WriteClient::receive(io::Patience patience)
{
    std::array<std::byte, format::write_answer_limit> buffer{};
    const auto packet = io::receive_packet(socket_.get(), buffer, patience);
    if (packet.empty()) throw death();
    auto answer = format::read_write_answer(packet);
    if (answer.failure) throw Error(*answer.failure);
    return answer;
}

void WriteClient::begin(std::uint64_t files, std::uint64_t bytes, std::uint64_t directories)
{
    order({WriteOrder::Kind::begin, 0, files, bytes, directories});
    receive(io::Patience::until_interrupted);
}

void WriteClient::send(std::size_t slot, std::size_t letter_size)
{
    is_ordered_[slot] = true;
    order({WriteOrder::Kind::write, static_cast<std::uint32_t>(slot), 0, letter_size, 0});
}

void WriteClient::await(std::size_t slot)
{
    while (is_ordered_[slot]) {
        const auto answer = receive(io::Patience::until_interrupted);
        if (answer.slot >= slots_.count() || !is_ordered_[answer.slot].exchange(false))
            throw make_error(Fault::bug, "writer.answer", "an answer to no order");
    }
}

void WriteClient::commit()
{
    for (std::size_t slot = 0; slot < slots_.count(); ++slot) await(slot);
    order({WriteOrder::Kind::commit, 0, 0, 0, 0});
    receive(io::Patience::firm);
}

void WriteClient::keep()
{
    order({WriteOrder::Kind::keep, 0, 0, 0, 0});
    close();
}

} // namespace pouch::stage
