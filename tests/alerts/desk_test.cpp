#include "alerts/desk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <random>
#include <thread>
#include <zmq.hpp>

#include "alerts/desk_client.hpp"

namespace nightjar {
namespace {

using nlohmann::ordered_json;
using testing::HasSubstr;
using namespace std::chrono_literals;

DeskOptions one_channel() {
  DeskOptions options;
  options.channels = {{"open", "tcp://127.0.0.1:*"}};
  return options;
}

DeskDuties echo() {
  return {{"echo", [](const DeskRequest& request) {
             DeskAnswer answer;
             answer.fields["channel"] = request.channel;
             answer.fields["person"] = request.person;
             return answer;
           }}};
}

/// A plain ZeroMQ asker, as a stranger would write it.
class Stranger {
 public:
  explicit Stranger(const std::string& endpoint, zmq::socket_type type = zmq::socket_type::dealer)
      : socket_(context_, type) {
    socket_.set(zmq::sockopt::rcvtimeo, 5000);
    socket_.set(zmq::sockopt::linger, 0);
    socket_.connect(endpoint);
  }
  void send(const std::vector<std::string>& parts) {
    for (std::size_t i = 0; i < parts.size(); ++i)
      (void)socket_.send(zmq::buffer(parts[i]),
                         i + 1 < parts.size() ? zmq::send_flags::sndmore : zmq::send_flags::none);
  }
  std::string next() {
    zmq::message_t part;
    if (!socket_.recv(part)) return "silence";
    return part.to_string();
  }

 private:
  zmq::context_t context_;
  zmq::socket_t socket_;
};

TEST(Desk, answers_others_while_somebody_waits_for_a_long_answer) {
  std::latch go_on(1);
  DeskDuties duties = echo();
  duties["read"] = [&](const DeskRequest&) {
    go_on.wait();
    DeskAnswer answer;
    answer.fields["read"] = "all of it";
    return answer;
  };
  DeskOptions options = one_channel();
  options.long_duties = {"read"};
  const Desk desk(options, duties);
  Stranger reader(desk.endpoint_of("open"));
  reader.send({R"({"do":"read","id":"1"})"});
  DeskClient other(desk.endpoint_of("open"));
  EXPECT_TRUE(other.ask({{"do", "echo"}}).ok);
  EXPECT_TRUE(other.ask({{"do", "echo"}}).ok) << "the long one was taken by now, or is behind this";
  go_on.count_down();
  EXPECT_THAT(reader.next(), HasSubstr(R"("read":"all of it")"));
}

TEST(Desk, answers_on_the_channel_that_was_asked) {
  DeskOptions options = one_channel();
  options.channels.push_back({"restricted", "tcp://127.0.0.1:*"});
  const Desk desk(options, echo());
  for (const char* channel : {"open", "restricted"}) {
    DeskClient client(desk.endpoint_of(channel));
    const DeskReply reply = client.ask({{"do", "echo"}, {"person", "PC Example"}});
    EXPECT_TRUE(reply.ok);
    EXPECT_EQ(reply.fields["channel"], channel);
    EXPECT_EQ(reply.fields["person"], "PC Example");
  }
  EXPECT_EQ(desk.counts().asked, 2U);
}

TEST(Desk, answers_a_plain_req_socket_too) {
  const Desk desk(one_channel(), echo());
  Stranger stranger(desk.endpoint_of("open"), zmq::socket_type::req);
  stranger.send({R"({"do":"echo","id":"7"})"});
  EXPECT_EQ(stranger.next(),
            R"({"id":"7","ok":true,"channel":"open","person":"","page":1,"pages":1,"items":[]})");
}

TEST(Desk, spreads_a_long_answer_over_pages_that_each_can_be_taken) {
  constexpr std::size_t kItems = 3000;
  const DeskDuties duties{{"list", [](const DeskRequest&) {
                             DeskAnswer answer;
                             for (std::size_t i = 0; i < kItems; ++i)
                               answer.items.push_back({{"number", i}, {"text", std::string(300, 'x')}});
                             return answer;
                           }}};
  const Desk desk(one_channel(), duties);
  Stranger stranger(desk.endpoint_of("open"));
  stranger.send({R"({"do":"list","id":"1"})"});
  std::size_t pages = 1;
  for (std::size_t page = 1; page <= pages; ++page) {
    const std::string text = stranger.next();
    ASSERT_LE(text.size(), kLongestPage);
    const auto json = nlohmann::json::parse(text);
    EXPECT_EQ(json["page"], page);
    pages = json["pages"].get<std::size_t>();
  }
  EXPECT_EQ(pages, 4U);
  const DeskReply reply = DeskClient(desk.endpoint_of("open")).ask({{"do", "list"}});
  ASSERT_EQ(reply.items.size(), kItems);
  for (std::size_t i = 0; i < kItems; ++i) ASSERT_EQ(reply.items[i]["number"], i);
}

TEST(Desk, says_what_is_wrong_with_a_request) {
  const Desk desk(one_channel(), echo());
  Stranger stranger(desk.endpoint_of("open"));
  const std::vector<std::pair<std::string, std::string>> requests{
      {R"({"do":"echo"})", "id: is missing"},
      {R"({"id":"1"})", "do: is missing"},
      {R"({"do":"echo","id":"one two"})", "id: is not made of"},
      {R"({"do":"echo","id":"1","person":"PC\u001b[2J"})", "person: holds control characters"},
      {R"({"do":"echo","id":"1","person":"PC\u009b2J"})", "person: holds control characters"},
      {R"({"do":"echo","id":"1","reason":"a\u2028b"})", "reason: holds control characters"},
      {R"({"do":"echo","id":"1","reason":"\u202eecho"})", "reason: holds control characters"},
      {R"({"do":"echo\n2026 warn: forged","id":"1"})", "do: is no word"},
      {R"({"do":"dance","id":"1"})", "expected one of echo"},
      {R"({"do":"echo","id":"1",)", ""},
      {"[1,2,3]", ""},
      {"", ""},
      {std::string(60'000, '['), ""},
      {R"({"do":["echo"],"id":"1"})", "do"},
      {R"({"do":"echo","id":")" + std::string(500, 'x') + "\"}", "id"},
  };
  for (const auto& [request, fault] : requests) {
    stranger.send({request});
    const auto answer = nlohmann::json::parse(stranger.next());
    EXPECT_EQ(answer["ok"], false) << request.substr(0, 80);
    EXPECT_THAT(answer["error"].get<std::string>(), HasSubstr(fault)) << request.substr(0, 80);
  }
}

TEST(Desk, takes_names_and_reasons_of_any_language) {
  const Desk desk(one_channel(), echo());
  const DeskReply reply =
      DeskClient(desk.endpoint_of("open"))
          .ask({{"do", "echo"}, {"person", "Siân Ó Briain, 警部 – “Ed”"}, {"reason", "…"}});
  EXPECT_TRUE(reply.ok) << reply.error;
}

TEST(Desk, goes_on_after_a_duty_that_throws) {
  const DeskDuties duties{
      {"break", [](const DeskRequest&) -> DeskAnswer { throw std::runtime_error("broken"); }},
      {"echo", [](const DeskRequest&) { return DeskAnswer{}; }}};
  const Desk desk(one_channel(), duties);
  DeskClient client(desk.endpoint_of("open"));
  EXPECT_THAT(client.ask({{"do", "break"}}).error, HasSubstr("log"));
  EXPECT_TRUE(client.ask({{"do", "echo"}}).ok);
}

TEST(Desk, survives_garbage_and_serves_others_meanwhile) {
  const Desk desk(one_channel(), echo());
  Stranger stranger(desk.endpoint_of("open"));
  std::mt19937 random(7);
  const std::string good = R"({"do":"echo","id":"1","person":"PC Example","reason":"999 call"})";
  for (int i = 0; i < 2000; ++i) {
    std::string text = good;
    for (int change = 0; change < 3; ++change) text[random() % text.size()] = static_cast<char>(random());
    text.resize(random() % (text.size() + 1));
    std::vector<std::string> parts(1 + random() % 5, text);
    if (random() % 3 == 0) parts.front().clear();
    stranger.send(parts);
  }
  EXPECT_TRUE(DeskClient(desk.endpoint_of("open")).ask({{"do", "echo"}}).ok);
  const auto until = std::chrono::steady_clock::now() + 20s;
  while (desk.counts().asked + desk.counts().malformed < 2001 && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(10ms);
  EXPECT_EQ(desk.counts().asked + desk.counts().malformed, 2001U) << "each is counted";
  EXPECT_GT(desk.counts().malformed, 1000U);
}

TEST(Desk, drops_a_request_that_is_too_large_and_keeps_its_other_askers) {
  const Desk desk(one_channel(), echo());
  Stranger stranger(desk.endpoint_of("open"));
  stranger.send({std::string(kLongestRequest + 1, ' ')});
  DeskClient client(desk.endpoint_of("open"));
  EXPECT_TRUE(client.ask({{"do", "echo"}}).ok);
}

TEST(Desk, tells_an_asker_in_time_that_nobody_answers) {
  DeskClient client("tcp://127.0.0.1:1");
  try {
    (void)client.ask({{"do", "echo"}}, 200ms);
    FAIL() << "somebody answered";
  } catch (const DeskSilence& silence) {
    EXPECT_THAT(silence.what(), HasSubstr("no worker answers at tcp://127.0.0.1:1"));
  }
}

TEST(Desk, refuses_an_endpoint_that_others_can_reach) {
  DeskOptions options;
  options.channels = {{"open", "tcp://0.0.0.0:*"}};
  EXPECT_THROW(Desk(options, {}), DeskError);
  EXPECT_THROW(DeskClient("tcp://192.0.2.1:5561"), DeskSilence);
}

TEST(Desk, names_the_port_that_another_program_has) {
  const Desk first(one_channel(), {});
  DeskOptions options;
  options.channels = {{"open", first.endpoint_of("open")}};
  try {
    const Desk second(options, {});
    FAIL() << "bound twice";
  } catch (const DeskError& error) {
    EXPECT_THAT(error.what(), HasSubstr("is in use by another program"));
  }
}

}  // namespace
}  // namespace nightjar
