// Who has no key, or speaks no ZeroMQ, at the gate.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <random>
#include <zmq.hpp>

#include "tests/alerts/guarded_worker.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;

/// A peer of raw bytes.
class RawPeer {
 public:
  explicit RawPeer(const std::string& endpoint) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(endpoint.substr(endpoint.rfind(':') + 1))));
    const timeval longest{5, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof longest);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~RawPeer() { ::close(socket_); }
  RawPeer(const RawPeer&) = delete;
  RawPeer& operator=(const RawPeer&) = delete;

  [[nodiscard]] bool connected() const { return connected_; }
  void send(const std::string& bytes) const {
    (void)::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }
  /// Everything that comes until the other side closes, or says nothing for five seconds.
  [[nodiscard]] std::string heard() const {
    std::string bytes(4096, '\0'), all;
    for (ssize_t size = 1; (size = ::recv(socket_, bytes.data(), bytes.size(), 0)) > 0;)
      all += bytes.substr(0, static_cast<std::size_t>(size));
    return all;
  }

 private:
  int socket_;
  bool connected_ = false;
};

/// The greeting of ZMTP 3.1 for a mechanism.
std::string greeting(const std::string& mechanism) {
  std::string bytes = "\xFF" + std::string(8, '\0') + "\x7F\x03\x01" + mechanism;
  bytes.resize(64, '\0');
  return bytes;
}

TEST_F(KeyGates, let_no_stranger_hear_or_ask_anything) {
  const CurveKey jo = keys_.add("jo.example");
  open();
  const CurveKey stranger = make_curve_key("stranger", KeyRole::console, {"open", "covert"});
  CurveLogin elsewhere = login(jo);
  elsewhere.server_key = make_curve_key("another worker", KeyRole::watch, {}).public_key;
  const auto unknown = listener(login(stranger)), plain = listener(std::nullopt), wrong = listener(elsewhere);
  EXPECT_TRUE(comes_true([&] { return gate_->counts().unknown > 0 && gate_->counts().no_handshake > 1; }));
  EXPECT_FALSE(hears(*unknown, 300ms));
  EXPECT_FALSE(hears(*plain, 300ms));
  EXPECT_FALSE(hears(*wrong, 300ms));
  for (Subscriber* one : {unknown.get(), plain.get(), wrong.get()}) EXPECT_EQ(one->counts().malformed, 0U);
  EXPECT_FALSE(answers(login(stranger), 300ms));
  EXPECT_THROW((void)DeskClient(desk_->endpoint_of("open")).ask({{"do", "snapshot"}}, 300ms), DeskSilence);
  EXPECT_EQ(desk_->counts().asked + desk_->counts().malformed, 0U);
  EXPECT_EQ(gate_->counts().admitted, 0U);
  EXPECT_TRUE(hears(*listener(login(jo)))) << "and others are served";
}

TEST_F(KeyGates, survive_garbage_and_tell_it_nothing) {
  const CurveKey jo = keys_.add("jo.example");
  open();
  std::mt19937 random(7);
  const std::string hello = greeting("CURVE");
  for (int i = 0; i < 300; ++i) {
    std::string bytes = hello + std::string("\x04\xC8\x05HELLO\x01", 9);
    bytes.resize(64 + random() % 300);
    for (int change = 0; change < 8; ++change) bytes[random() % bytes.size()] = static_cast<char>(random());
    const RawPeer peer(i % 2 == 0 ? publisher_->endpoint_of("open") : desk_->endpoint_of("open"));
    ASSERT_TRUE(peer.connected());
    peer.send(bytes);
  }
  EXPECT_TRUE(comes_true([&] { return gate_->counts().connections >= 300; }));
  EXPECT_TRUE(hears(*listener(login(jo))));
  EXPECT_TRUE(answers(login(jo)));
}

TEST_F(KeyGates, say_no_more_than_the_greeting_to_whoever_asks_in_plain) {
  open();
  for (const std::string& endpoint : {publisher_->endpoint_of("open"), desk_->endpoint_of("open")}) {
    const RawPeer peer(endpoint);
    peer.send(greeting("NULL") + std::string("\x04\x19\x05READY\x0BSocket-Type\0\0\0\x03SUB", 27));
    EXPECT_LE(peer.heard().size(), 64U) << endpoint;
  }
}

TEST_F(KeyGates, take_no_message_of_a_gibibyte_and_no_room_for_it) {
  const CurveKey jo = keys_.add("jo.example");
  open();
  for (const std::string& endpoint : {publisher_->endpoint_of("open"), desk_->endpoint_of("open")}) {
    const RawPeer peer(endpoint);
    // a command whose eight bytes of length announce 1 GiB
    peer.send(greeting("CURVE") + std::string("\x06\0\0\0\0\x40\0\0\0\x05HELLO", 15));
    EXPECT_LE(peer.heard().size(), 64U) << "closed, not waited for";
  }
  EXPECT_TRUE(hears(*listener(login(jo))));
}

TEST_F(KeyGates, serve_others_while_hundreds_of_connections_say_nothing) {
  const CurveKey jo = keys_.add("jo.example");
  open();
  std::vector<std::unique_ptr<RawPeer>> peers;
  for (int i = 0; i < 400; ++i) peers.push_back(std::make_unique<RawPeer>(publisher_->endpoint_of("open")));
  EXPECT_TRUE(hears(*listener(login(jo))));
  EXPECT_TRUE(answers(login(jo)));
  EXPECT_TRUE(comes_true([&] { return gate_->counts().broken_off >= 400; }))
      << "they are sent away in the end";
}

}  // namespace
}  // namespace nightjar
