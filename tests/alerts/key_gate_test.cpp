#include "alerts/key_gate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <random>
#include <thread>
#include <zmq.hpp>

#include "alerts/curve_login.hpp"
#include "alerts/desk.hpp"
#include "alerts/desk_client.hpp"
#include "alerts/publisher.hpp"
#include "alerts/subscriber.hpp"
#include "tests/alerts/made_alerts.hpp"
#include "tests/alerts/made_keys.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

AlertBeat beat_of(const std::string& channel) {
  AlertBeat beat;
  beat.stream = "5f";
  beat.channel = channel;
  beat.head = hex(Sha256{});
  beat.sent_at = evening();
  return beat;
}

/// A worker's sockets behind a gate, one open channel and one restricted, that beats every 10 ms.
class KeyGates : public testing::Test {
 protected:
  void open() {
    KeyGateOptions options;
    options.server_secret = server_.secret_key;
    options.channels = {{"open", false, keys_.folder()}, {"covert", true, keys_.folder()}};
    options.look_every = 10ms;
    gate_ = std::make_shared<KeyGate>(options);
    PublisherOptions live;
    live.channels = {{"open", "tcp://127.0.0.1:*"}, {"covert", "tcp://127.0.0.1:*"}};
    live.gate = gate_;
    publisher_ = std::make_unique<Publisher>(live);
    DeskOptions desk;
    desk.channels = {{"open", "tcp://127.0.0.1:*"}, {"covert", "tcp://127.0.0.1:*"}};
    desk.gate = gate_;
    desk_ = std::make_unique<Desk>(desk, DeskDuties{{"snapshot", who()}, {"act", who()}});
    beating_ = std::jthread([this](const std::stop_token& stop) {
      while (!stop.stop_requested()) {
        for (const char* channel : {"open", "covert"}) publisher_->beat(beat_of(channel));
        std::this_thread::sleep_for(10ms);
      }
    });
  }

  void TearDown() override {
    if (beating_.joinable()) {
      beating_.request_stop();
      beating_.join();
    }
    desk_.reset();
    publisher_.reset();
    gate_.reset();
  }

  static DeskDuty who() {
    return [](const DeskRequest& request) {
      DeskAnswer answer;
      answer.fields["person"] = request.person;
      answer.fields["key"] = request.asker ? request.asker->key : "";
      return answer;
    };
  }

  [[nodiscard]] CurveLogin login(const CurveKey& key) const { return {server_.public_key, key}; }

  [[nodiscard]] std::unique_ptr<Subscriber> listener(const std::optional<CurveLogin>& login,
                                                     const std::string& channel = "open") const {
    SubscriberOptions options;
    options.endpoints = {publisher_->endpoint_of(channel)};
    if (login) options.logins.emplace(options.endpoints.front(), *login);
    options.stale_after = 300ms;
    return std::make_unique<Subscriber>(options);
  }

  /// Whether a heartbeat is heard in time.
  static bool hears(Subscriber& subscriber, std::chrono::milliseconds within = 5s) {
    const auto until = std::chrono::steady_clock::now() + within;
    while (std::chrono::steady_clock::now() < until)
      if (const auto received = subscriber.next(10ms);
          received && std::holds_alternative<ReceivedBeat>(*received))
        return true;
    return false;
  }

  static bool comes_true(const std::function<bool()>& condition, std::chrono::seconds within = 20s) {
    const auto until = std::chrono::steady_clock::now() + within;
    while (!condition() && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(5ms);
    return condition();
  }

  bool answers(const CurveLogin& login, std::chrono::milliseconds within = 5s,
               const std::string& channel = "open") const {
    try {
      return DeskClient(desk_->endpoint_of(channel), login).ask({{"do", "snapshot"}}, within).ok;
    } catch (const DeskSilence&) {
      return false;
    }
  }

  MadeKeys keys_;
  CurveKey server_ = make_curve_key("worker", KeyRole::watch, {});
  std::shared_ptr<KeyGate> gate_;
  std::unique_ptr<Publisher> publisher_;
  std::unique_ptr<Desk> desk_;
  std::jthread beating_;
};

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

TEST_F(KeyGates, let_an_allowed_key_in_and_say_whose_it_is) {
  const CurveKey jo = keys_.add("jo.example", KeyRole::operate);
  open();
  EXPECT_TRUE(hears(*listener(login(jo))));
  DeskClient client(desk_->endpoint_of("open"), login(jo));
  const DeskReply reply = client.ask({{"do", "act"}});
  EXPECT_TRUE(reply.ok) << reply.error;
  EXPECT_EQ(reply.fields["person"], "jo.example");
  EXPECT_EQ(reply.fields["key"], "jo.example");
}

TEST_F(KeyGates, journal_both_names_where_a_console_acts_for_a_person) {
  const CurveKey console = keys_.add("console-7", KeyRole::console);
  open();
  const DeskReply reply =
      DeskClient(desk_->endpoint_of("open"), login(console)).ask({{"do", "act"}, {"person", "PC Example"}});
  EXPECT_EQ(reply.fields["person"], "PC Example");
  EXPECT_EQ(reply.fields["key"], "console-7");
}

TEST_F(KeyGates, hold_a_key_to_its_role) {
  const CurveKey jo = keys_.add("jo.example", KeyRole::watch);
  open();
  DeskClient client(desk_->endpoint_of("open"), login(jo));
  EXPECT_TRUE(client.ask({{"do", "snapshot"}}).ok);
  EXPECT_THAT(client.ask({{"do", "act"}}).error, HasSubstr("expected one for \"operate\""));
  EXPECT_THAT(client.ask({{"do", "snapshot"}, {"person", "PC Example"}}).error, HasSubstr("only a console"));
  std::filesystem::remove(keys_.file("jo.example.public"));
  keys_.write("jo.example.public", "name: jo.example\nrole: operate\npublic: " + jo.public_key + "\n");
  EXPECT_TRUE(comes_true([&] {
    try {
      return client.ask({{"do", "act"}}, 1s).ok;
    } catch (const DeskSilence&) {
      return false;
    }
  })) << "a new role counts from the next request";
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

TEST_F(KeyGates, keep_a_key_off_a_channel_that_it_is_not_cleared_for) {
  const CurveKey jo = keys_.add("jo.example"), sam = keys_.add("sam.example", KeyRole::watch, {"covert"});
  open();
  EXPECT_TRUE(hears(*listener(login(sam), "covert")));
  EXPECT_FALSE(hears(*listener(login(jo), "covert"), 300ms));
  EXPECT_FALSE(hears(*listener(login(sam), "open"), 300ms));
  EXPECT_FALSE(answers(login(jo), 300ms, "covert"));
  EXPECT_GE(gate_->counts().not_cleared, 3U);
}

TEST_F(KeyGates, let_a_new_key_in_and_disturb_nobody) {
  const CurveKey jo = keys_.add("jo.example");
  open();
  const auto other = listener(login(jo));
  ASSERT_TRUE(hears(*other));
  const CurveKey sam = make_curve_key("sam.example", KeyRole::watch, {});
  const auto early = listener(login(sam));
  EXPECT_TRUE(comes_true([&] { return gate_->counts().unknown > 0; }));
  write_key(sam, keys_.folder());
  EXPECT_TRUE(hears(*early, 20s)) << "it need not even connect anew by hand";
  EXPECT_EQ(gate_->edition("open"), 0U);
}

TEST_F(KeyGates, end_a_revoked_keys_session_while_others_are_soon_back) {
  const CurveKey jo = keys_.add("jo.example"), sam = keys_.add("sam.example", KeyRole::watch, {"covert"});
  const CurveKey ann = keys_.add("ann.example");
  open();
  const auto revoked = listener(login(jo)), other = listener(login(ann)),
             elsewhere = listener(login(sam), "covert");
  ASSERT_TRUE(hears(*revoked) && hears(*other) && hears(*elsewhere));
  DeskClient asking(desk_->endpoint_of("open"), login(jo));
  ASSERT_TRUE(asking.ask({{"do", "snapshot"}}).ok);
  keys_.revoke("jo.example");
  ASSERT_TRUE(comes_true([&] { return gate_->edition("open") == 1; }));
  EXPECT_TRUE(comes_true([&] { return gate_->counts().revoked > 0; })) << "its client tries again";
  while (revoked->next(0ms)) {
  }
  EXPECT_FALSE(hears(*revoked, 300ms));
  EXPECT_THROW((void)asking.ask({{"do", "snapshot"}}, 300ms), DeskSilence);
  while (other->next(0ms)) {
  }
  EXPECT_TRUE(hears(*other));
  EXPECT_TRUE(answers(login(ann)));
  EXPECT_EQ(gate_->edition("covert"), 0U) << "other channels are left alone";
}

TEST_F(KeyGates, keep_everybody_in_while_the_folder_cannot_be_read) {
  const CurveKey jo = keys_.add("jo.example");
  open();
  const std::filesystem::path aside = keys_.folder().string() + "-aside";
  std::filesystem::rename(keys_.folder(), aside);
  std::this_thread::sleep_for(100ms);
  EXPECT_TRUE(hears(*listener(login(jo))));
  EXPECT_EQ(gate_->edition("open"), 0U);
  std::filesystem::rename(aside, keys_.folder());
}

TEST_F(KeyGates, refuse_to_start_on_a_key_that_cannot_be_read) {
  (void)keys_.add("jo.example");
  keys_.write("x.public", "nonsense\n");
  try {
    open();
    FAIL() << "it started";
  } catch (const KeyFileError& error) {
    EXPECT_THAT(error.what(), HasSubstr("x.public:1: found \"nonsense\""));
  }
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
