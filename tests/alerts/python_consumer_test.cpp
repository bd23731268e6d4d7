// The consumers on the page of the alert format, run by Python beside real workers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "alerts/alert_json.hpp"
#include "alerts/alert_names.hpp"
#include "tests/alerts/made_gate.hpp"
#include "tests/alerts/played_worker.hpp"
#include "tests/alerts/python_consumer.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
using Block = PythonConsumer::Block;

bool ended(const std::string& line) {
  return line.find(" end ") != std::string::npos;
}

/// What the short one says next of an event, in the words of the conversations.
std::string next_told(PythonConsumer& consumer) {
  for (std::string line = consumer.line();; line = consumer.line()) {
    const std::size_t space = line.find(' ');
    const std::string how = line.substr(0, space);
    if (ended(line) && how.empty()) return line;
    if (how != "snapshot" && how != "live" && how != "history") continue;
    const auto event = from_json(line.substr(space + 1)).event;
    if (!event) return line;
    return how + " " + std::to_string(event->seq) + " " + std::string(name_of(event->event)) + " " +
           std::string(name_of(event->kind)) + " " + event->alert + " " +
           (event->vehicle ? event->vehicle->mark : "");
  }
}

/// The next of its lines that begins so.
std::string next_line(PythonConsumer& consumer, const std::string& begin) {
  std::string line = consumer.line();
  while (!line.starts_with(begin) && !ended(line)) line = consumer.line();
  return line;
}

TEST(PythonConsumer, that_is_short_holds_the_conversations_that_do_not_ask_for_more) {
  if (!has_python_zmq()) GTEST_SKIP() << "python3-zmq is not installed";
  for (const char* name : {"01-begins-with-what-is-open.json", "02-snapshot-in-pages.json"}) {
    const auto file = std::filesystem::path(NIGHTJAR_TEST_DATA) / "conformance" / name;
    const auto played = nlohmann::json::parse(file_text(file));
    const TemporaryFolder folder;
    PythonConsumer consumer(Block::short_one, folder.path());
    PlayedWorker worker(folder.path(), played["steps"]);
    std::vector<std::string> said;
    do {
      said.push_back(next_told(consumer));
      worker.said(said.size());
    } while (!ended(said.back()));
    EXPECT_EQ(worker.fault(), "") << name;
    EXPECT_EQ(said, played["says"].get<std::vector<std::string>>()) << name;
  }
}

/// A worker that nobody hears does something to the journal.
void unheard(const TemporaryFolder& folder, const std::function<void(MadeWorker&)>& deed) {
  const TemporaryFolder elsewhere;
  MadeWorker worker(folder.path(), {{"open", MadeWorker::live(elsewhere.path())}},
                    {{"open", MadeWorker::desk(elsewhere.path())}});
  deed(worker);
}

TEST(PythonConsumer, that_is_short_tells_everything_once_and_in_order_over_a_silence_and_a_restart) {
  if (!has_python_zmq()) GTEST_SKIP() << "python3-zmq is not installed";
  const TemporaryFolder folder;
  unheard(folder, [](MadeWorker& worker) { worker.post("a1"); });
  PythonConsumer consumer(Block::short_one, folder.path());
  {
    MadeWorker worker(folder.path());
    EXPECT_EQ(next_told(consumer), "snapshot 1 raised vehicle_hit a1 a1");
    EXPECT_THAT(next_line(consumer, "LIVE"), testing::EndsWith(" 1"));
    worker.post("\xc3\xbcmlaut");
    EXPECT_EQ(next_told(consumer), "live 2 raised vehicle_hit \xc3\xbcmlaut \xc3\xbcmlaut");
  }
  EXPECT_THAT(next_line(consumer, "STALE"), testing::StartsWith("STALE"));
  unheard(folder, [](MadeWorker& worker) {
    for (const char* alert : {"a3", "a4", "a5"}) worker.post(alert);
    worker.erase(4);
  });
  MadeWorker worker(folder.path());
  EXPECT_EQ(next_told(consumer), "history 3 raised vehicle_hit a3 a3");
  EXPECT_EQ(next_told(consumer), "history deleted");
  EXPECT_EQ(next_told(consumer), "history 5 raised vehicle_hit a5 a5");
  EXPECT_THAT(next_line(consumer, "LIVE"), testing::EndsWith(" 5"));
  for (const char* alert : {"a6", "a7", "a8"}) worker.post(alert);
  for (const char* words :
       {"6 raised vehicle_hit a6 a6", "7 raised vehicle_hit a7 a7", "8 raised vehicle_hit a8 a8"})
    EXPECT_THAT(next_told(consumer), testing::EndsWith(words));
  EXPECT_EQ(file_text(folder.path() / "refused"), "");
}

TEST(PythonConsumer, that_is_short_says_what_is_lost_with_a_journal_and_goes_on_with_the_next) {
  if (!has_python_zmq()) GTEST_SKIP() << "python3-zmq is not installed";
  const TemporaryFolder folder;
  PythonConsumer consumer(Block::short_one, folder.path());
  {
    MadeWorker worker(folder.path());
    worker.post("a1");
    EXPECT_THAT(next_told(consumer), testing::EndsWith(" 1 raised vehicle_hit a1 a1"));
  }
  std::filesystem::rename(folder.path() / "journal.sqlite", folder.path() / "taken-away");
  unheard(folder, [](MadeWorker& worker) { worker.post("a2"); });
  MadeWorker worker(folder.path());
  EXPECT_THAT(next_line(consumer, "CATCHING UP"), testing::HasSubstr("'gone': True"));
  EXPECT_EQ(next_told(consumer), "history 1 raised vehicle_hit a2 a2");
  worker.post("a3");
  EXPECT_THAT(next_told(consumer), testing::EndsWith(" 2 raised vehicle_hit a3 a3"));
}

TEST(PythonConsumer, that_keeps_its_place_bears_what_was_sent_before_the_desk_began_a_stream) {
  if (!has_python_zmq()) GTEST_SKIP() << "python3-zmq is not installed";
  const std::string head(64, '0');
  const auto beat = [&](const char* stream, int seq) {
    const nlohmann::json text{{"stream", stream}, {"channel", "open"}, {"seq", seq}, {"head", head}};
    return nlohmann::json{{"send", {"beat", text.dump()}}};
  };
  nlohmann::json end = nlohmann::json::parse(to_json(made_parcel("end").event));
  end.update({{"stream", "b1"}, {"seq", 1}});
  const nlohmann::json no_more{
      {"asked", {{"do", "since"}, {"stream", "b1"}, {"seq", 0}}},
      {"answer", {{"stream", "b1"}, {"seq", 0}, {"items", nlohmann::json::array()}}}};
  const nlohmann::json steps{
      beat("b0", 7),
      {{"asked", {{"do", "snapshot"}}},
       {"answer", {{"stream", "b1"}, {"seq", 0}, {"head", head}, {"items", nlohmann::json::array()}}}},
      no_more,
      {{"send", {"alert", end.dump()}}}};
  const TemporaryFolder folder;
  PythonConsumer consumer(Block::with_a_place, folder.path());
  PlayedWorker worker(folder.path(), steps);
  EXPECT_EQ(consumer.line(), "stream b1");
  EXPECT_THAT(consumer.line(), testing::StartsWith("live 1 raised"));
  EXPECT_EQ(worker.fault(), "");
}

TEST(PythonConsumer, that_keeps_its_place_catches_up_with_a_real_worker) {
  if (!has_python_zmq()) GTEST_SKIP() << "python3-zmq is not installed";
  const TemporaryFolder folder;
  PythonConsumer consumer(Block::with_a_place, folder.path());
  MadeWorker worker(folder.path());
  std::set<std::string> said;  // live or of the snapshot, as it happens
  for (const char* alert : {"a7", "\xc3\xbcmlaut", "a9"}) worker.post(alert);
  for (std::string line; said.size() < 3 && !ended(line);) {
    line = consumer.line();
    if (line.starts_with("STALE")) continue;
    EXPECT_TRUE(said.insert(line.substr(line.find(' ') + 1)).second) << line;
  }
  EXPECT_THAT(said, testing::ElementsAre("1 raised vehicle_hit a7 a7",
                                         "2 raised vehicle_hit \xc3\xbcmlaut \xc3\xbcmlaut",
                                         "3 raised vehicle_hit a9 a9"));
  EXPECT_EQ(file_text(folder.path() / "refused"), "");
}

TEST(PythonConsumer, that_keeps_its_place_goes_on_there_with_an_encrypted_worker) {
  if (!has_python_zmq()) GTEST_SKIP() << "python3-zmq is not installed";
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
    PythonConsumer consumer(Block::with_a_place, folder.path(), options);
    MadeWorker worker(folder.path(), gate);
    worker.post("a7");
    EXPECT_EQ(next_alert(consumer), "1 raised vehicle_hit a7 a7");
    for (int i = 0; i < 1000 && file_text(place).find("\"seq\": 1") == std::string::npos; ++i)
      std::this_thread::sleep_for(10ms);
  }
  PythonConsumer consumer(Block::with_a_place, folder.path(), options);
  MadeWorker worker(folder.path(), gate);
  worker.post("a8");
  EXPECT_EQ(next_alert(consumer), "2 raised vehicle_hit a8 a8") << "a7 was told before";
  EXPECT_EQ(file_text(folder.path() / "refused"), "");
}

}  // namespace
}  // namespace nightjar
