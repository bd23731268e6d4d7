// The conversations of tests/data/conformance, played to the library's subscriber and to the Python consumer
// on the page of the format.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>
#include <zmq.hpp>

#include "alerts/alert_names.hpp"
#include "alerts/subscriber.hpp"
#include "tests/alerts/format_page.hpp"
#include "tests/alerts/made_gate.hpp"
#include "tests/alerts/made_worker.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::json;
using namespace std::chrono_literals;

Json conversation(const std::filesystem::path& file) {
  return Json::parse(file_text(file));
}

/// A worker that says what a conversation has, in order, and waits to be asked what it has.
class PlayedWorker {
 public:
  PlayedWorker(const std::filesystem::path& folder, Json steps) : steps_(std::move(steps)) {
    live_.set(zmq::sockopt::rcvtimeo, 15'000);
    desk_.set(zmq::sockopt::rcvtimeo, 15'000);
    live_.set(zmq::sockopt::linger, 1000);
    desk_.set(zmq::sockopt::linger, 1000);
    live_.bind(MadeWorker::live(folder));
    desk_.bind(MadeWorker::desk(folder));
    thread_ = std::thread([this] { play(); });
  }
  ~PlayedWorker() { thread_.join(); }
  PlayedWorker(const PlayedWorker&) = delete;
  PlayedWorker& operator=(const PlayedWorker&) = delete;

  /// How many lines the consumer has said.
  void said(std::size_t lines) { said_ = lines; }

  /// What was not as the conversation has it; call it when the consumer is done.
  std::string fault() {
    if (thread_.joinable()) thread_.join();
    thread_ = std::thread([] {});
    return fault_;
  }

 private:
  void play() {
    zmq::message_t subscription;
    if (!live_.recv(subscription)) fault_ = "nobody listens";
    for (const Json& step : steps_) {
      const std::size_t lines = step.value("after", std::size_t{0});
      for (int i = 0; i < 1500 && said_ < lines; ++i) std::this_thread::sleep_for(10ms);
      if (said_ < lines && fault_.empty()) fault_ = "not said: line " + std::to_string(lines);
      if (!fault_.empty()) return;
      if (step.contains("send")) {
        send(live_, step["send"].get<std::vector<std::string>>());
      } else {
        answer(step);
      }
    }
  }
  void answer(const Json& step) {
    zmq::message_t asker, request;
    if (!desk_.recv(asker) || !desk_.recv(request)) {
      fault_ = "not asked: " + step["asked"].dump();
      return;
    }
    const Json asked = Json::parse(request.to_string());
    for (const auto& [name, value] : step["asked"].items())
      if (asked.value(name, Json()) != value)
        fault_ = "asked " + asked.dump() + ", not " + step["asked"].dump();
    Json page = step["answer"];
    page.update({{"id", asked["id"]}, {"ok", true}, {"page", 1}, {"pages", 1}});
    send(desk_, {asker.to_string(), page.dump()});
  }
  static void send(zmq::socket_t& socket, const std::vector<std::string>& parts) {
    for (std::size_t i = 0; i < parts.size(); ++i)
      (void)socket.send(zmq::buffer(parts[i]),
                        i + 1 < parts.size() ? zmq::send_flags::sndmore : zmq::send_flags::none);
  }

  Json steps_;
  zmq::context_t context_;
  zmq::socket_t live_{context_, zmq::socket_type::xpub};
  zmq::socket_t desk_{context_, zmq::socket_type::router};
  std::string fault_;
  std::atomic<std::size_t> said_ = 0;
  std::thread thread_;
};

/// What the subscriber says, in the words of the conversations.
std::string words_of(const Received& received) {
  std::ostringstream words;
  if (const auto* alert = std::get_if<ReceivedAlert>(&received)) {
    const AlertEvent& event = alert->event;
    const std::array<const char*, 3> origins{"live", "snapshot", "history"};
    words << origins.at(static_cast<std::size_t>(alert->origin)) << ' ' << event.seq << ' '
          << name_of(event.event) << ' ' << name_of(event.kind) << ' ' << event.alert << ' '
          << (event.vehicle ? event.vehicle->mark : "");
  } else if (const auto* gap = std::get_if<SequenceGap>(&received)) {
    words << (gap->gone ? "gone " : "missed ") << gap->first << " to " << gap->last;
  } else if (const auto* change = std::get_if<StreamChange>(&received)) {
    words << (change->gone ? "lost stream " + change->before : "stream " + change->now);
  } else if (const auto* broken = std::get_if<ChainBreak>(&received)) {
    words << "chain broken at " << broken->seq;
  }
  return words.str();
}

bool is_end(const std::string& words) {
  return words.find(" end ") != std::string::npos;
}

/// A Python program with endpoints, what it says line by line.
class PythonConsumer {
 public:
  PythonConsumer(const std::filesystem::path& folder, const std::filesystem::path& sockets,
                 const std::string& options = "") {
    const auto program = folder / "consumer.py";
    std::ofstream(program) << format_blocks("python").at(0);
    const std::string command = "exec timeout 30 /usr/bin/python3 " + program.string() + " " +
                                MadeWorker::live(sockets) + " " + MadeWorker::desk(sockets) + options +
                                " 2>" + (folder / "refused").string();
    out_ = ::popen(command.c_str(), "r");
  }
  ~PythonConsumer() { ::pclose(out_); }
  PythonConsumer(const PythonConsumer&) = delete;
  PythonConsumer& operator=(const PythonConsumer&) = delete;

  std::string line() {
    std::array<char, 4096> text{};
    if (std::fgets(text.data(), text.size(), out_) == nullptr) return " end (it said nothing more) ";
    std::string words = text.data();
    words.pop_back();
    return words;
  }

 private:
  std::FILE* out_ = nullptr;
};

class Conformance : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(Conformance, of_the_library) {
  const Json played = conversation(GetParam());
  const TemporaryFolder folder;
  SubscriberOptions options;
  options.channels = {{MadeWorker::live(folder.path()), MadeWorker::desk(folder.path())}};
  options.stale_after = 30s;  // a loaded machine is no dead link
  Subscriber subscriber(options);
  PlayedWorker worker(folder.path(), played["steps"]);
  std::vector<std::string> said;
  const auto until = std::chrono::steady_clock::now() + 15s;
  while ((said.empty() || !is_end(said.back())) && std::chrono::steady_clock::now() < until) {
    const auto received = subscriber.next(50ms);
    if (const std::string words = received ? words_of(*received) : ""; !words.empty()) said.push_back(words);
    worker.said(said.size());
  }
  EXPECT_EQ(worker.fault(), "");
  EXPECT_EQ(said, played["says"].get<std::vector<std::string>>());
}

TEST_P(Conformance, of_the_python_on_the_page) {
  if (std::system("/usr/bin/python3 -c 'import zmq' 2>/dev/null") != 0)
    GTEST_SKIP() << "python3-zmq is not installed";
  const Json played = conversation(GetParam());
  const TemporaryFolder folder;
  PythonConsumer consumer(folder.path(), folder.path());
  PlayedWorker worker(folder.path(), played["steps"]);
  std::vector<std::string> said;
  do {
    said.push_back(consumer.line());
    if (said.back().starts_with("STALE")) said.pop_back();
    worker.said(said.size());
  } while (said.empty() || !is_end(said.back()));
  EXPECT_EQ(worker.fault(), "") << file_text(folder.path() / "refused");
  EXPECT_EQ(said, played["says"].get<std::vector<std::string>>()) << file_text(folder.path() / "refused");
}

std::vector<std::filesystem::path> conversations() {
  std::set<std::filesystem::path> files;
  for (const auto& file :
       std::filesystem::directory_iterator(std::filesystem::path(NIGHTJAR_TEST_DATA) / "conformance"))
    if (file.path().extension() == ".json") files.insert(file.path());
  return {files.begin(), files.end()};
}

INSTANTIATE_TEST_SUITE_P(Conversations, Conformance, testing::ValuesIn(conversations()),
                         [](const testing::TestParamInfo<std::filesystem::path>& file) {
                           std::string name = "n" + file.param.stem().string();
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(PythonConsumer, on_the_page_catches_up_with_a_real_worker) {
  if (std::system("/usr/bin/python3 -c 'import zmq' 2>/dev/null") != 0)
    GTEST_SKIP() << "python3-zmq is not installed";
  const TemporaryFolder folder;
  PythonConsumer consumer(folder.path(), folder.path());
  MadeWorker worker(folder.path());
  std::set<std::string> said;  // live or of the snapshot, as it happens
  for (const char* alert : {"a7", "\xc3\xbcmlaut", "a9"}) worker.post(alert);
  for (std::string line; said.size() < 3 && !is_end(line);) {
    line = consumer.line();
    if (line.starts_with("STALE")) continue;
    EXPECT_TRUE(said.insert(line.substr(line.find(' ') + 1)).second) << line;
  }
  EXPECT_THAT(said, testing::ElementsAre("1 raised vehicle_hit a7 a7",
                                         "2 raised vehicle_hit \xc3\xbcmlaut \xc3\xbcmlaut",
                                         "3 raised vehicle_hit a9 a9"));
  EXPECT_EQ(file_text(folder.path() / "refused"), "");
}

TEST(PythonConsumer, on_the_page_goes_on_at_its_place_with_an_encrypted_worker) {
  if (std::system("/usr/bin/python3 -c 'import zmq' 2>/dev/null") != 0)
    GTEST_SKIP() << "python3-zmq is not installed";
  const TemporaryFolder folder, server;
  const MadeGate made;
  const KeyFiles own = key_files(made.folder.path(), made.client.name);
  const auto place = folder.path() / "room.place";
  const std::string options = " --place " + place.string() + " --key " + own.secret_file.string() +
                              " --server-key " + write_key(made.server, server.path()).public_file.string();
  const auto next_alert = [&](PythonConsumer& consumer) {
    std::string line = consumer.line();
    while (line.starts_with("STALE")) line = consumer.line();
    return line.substr(line.find(' ') + 1);
  };
  const auto gate = made.open();
  {
    PythonConsumer consumer(folder.path(), folder.path(), options);
    MadeWorker worker(folder.path(), gate);
    worker.post("a7");
    EXPECT_EQ(next_alert(consumer), "1 raised vehicle_hit a7 a7");
    for (int i = 0; i < 1000 && file_text(place).find("\"seq\": 1") == std::string::npos; ++i)
      std::this_thread::sleep_for(10ms);
  }
  PythonConsumer consumer(folder.path(), folder.path(), options);
  MadeWorker worker(folder.path(), gate);
  worker.post("a8");
  EXPECT_EQ(next_alert(consumer), "2 raised vehicle_hit a8 a8") << "a7 was told before";
  EXPECT_EQ(file_text(folder.path() / "refused"), "");
}

}  // namespace
}  // namespace nightjar
