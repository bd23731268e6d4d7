// The conversations of tests/data/conformance, played to the library's subscriber and to the Python consumer
// on the page of the format that keeps its place.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "alerts/alert_names.hpp"
#include "alerts/subscriber.hpp"
#include "tests/alerts/played_worker.hpp"
#include "tests/alerts/python_consumer.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::json;
using namespace std::chrono_literals;

Json conversation(const std::filesystem::path& file) {
  return Json::parse(file_text(file));
}

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
  if (!has_python_zmq()) GTEST_SKIP() << "python3-zmq is not installed";
  const Json played = conversation(GetParam());
  const TemporaryFolder folder;
  PythonConsumer consumer(PythonConsumer::Block::with_a_place, folder.path());
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

}  // namespace
}  // namespace nightjar
