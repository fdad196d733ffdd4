#include "pouch/io/packets.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/interrupt.hpp"

#include <array>
#include <cerrno>
#include <sys/socket.h>
#include <unistd.h>

namespace pouch::io {

PacketPair make_packet_pair()
{
    std::array<int, 2> numbers{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, numbers.data()) != 0)
        throw system_error(errno, "make a pair of sockets");
    return {Descriptor(numbers[0]), Descriptor(numbers[1])};
}

bool send_packet(int socket, ByteView packet)
{
    for (;;) {
        if (::write(socket, packet.data(), packet.size()) >= 0) return true;
        if (errno == EPIPE || errno == ECONNRESET) return false;
        if (errno != EINTR) throw system_error(errno, "send to the other process");
    }
}

ByteView receive_packet(int socket, MutableByteView buffer, Patience patience)
{
    for (;;) {
        const auto got = ::read(socket, buffer.data(), buffer.size());
        if (got >= 0) return buffer.first(static_cast<std::size_t>(got));
        if (errno == ECONNRESET) return {};
        if (errno != EINTR) throw system_error(errno, "hear from the other process");
        if (patience == Patience::until_interrupted) throw_if_interrupted();
    }
}

void hang_up(int socket)
{
    ::shutdown(socket, SHUT_RDWR);
}

} // namespace pouch::io
