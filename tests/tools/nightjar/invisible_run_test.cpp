// Two runs of the program on the same road and field, with and without what only a restricted channel may
// know of: whoever holds a key for the open one alone, or reads the log, gets the same.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "alerts/base64.hpp"
#include "alerts/tar_file.hpp"
#include "tests/tools/nightjar/child_process.hpp"
#include "tests/tools/nightjar/without_chance.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::ordered_json;

const std::string kNobodys = "00000000000000ff";

/// One run, and who comes to it.
class WatchedRun {
 public:
  WatchedRun(const std::string& name, ListedBesides besides, double pace)
      : site_(name, besides, pace),
        without_chance_(site_.file("").parent_path().string()),
        run_({NIGHTJAR_PROGRAM, "run", site_.file("site.toml").string()}, site_.file("run.log")) {}

  /// Everything that is there for who is not cleared: eve hears, asks, and reads the log.
  std::vector<std::string> seen() {
    if (!run_.says("running: ", 60s)) return {"it did not start: " + run_.output()};
    hear_until_the_third_car();
    if (site_.has_covert_entries()) act_behind_the_scenes();
    ask_everything();
    knock_at_the_restricted_channel();
    note_newest_beat();
    run_.signal(SIGTERM);
    EXPECT_EQ(run_.wait(60s), 0) << run_.output();
    note_log();
    note_files();
    return std::move(all_);
  }

 private:
  void note(const std::string& text) { all_.push_back(without_chance_(text)); }

  std::vector<std::string> next(ConsumerSocket& socket, const std::string& kind) {
    std::vector<std::string> parts = next_within(socket, kind, 180s);
    if (parts.empty()) ADD_FAILURE() << "no " << kind << " comes: " << run_.output();
    return parts;
  }

  static std::vector<std::string> next_within(ConsumerSocket& socket, const std::string& kind,
                                              std::chrono::duration<double> longest) {
    const auto until = std::chrono::steady_clock::now() + longest;
    while (std::chrono::steady_clock::now() < until) {
      std::vector<std::string> parts = socket.take();
      if (!parts.empty() && parts.front() == kind) return parts;
      if (parts.empty()) std::this_thread::sleep_for(5ms);
    }
    return {};
  }

  /// And what is told of it until it is out of sight.
  void hear_until_the_third_car() {
    const std::chrono::duration<double> out_of_sight = 5s * site_.pace() + 2s;
    bool third = false;
    while (true) {
      const std::vector<std::string> parts =
          third ? next_within(eve_hears_, "alert", out_of_sight) : next(eve_hears_, "alert");
      if (parts.empty()) return;
      const Json event = Json::parse(parts.at(1));
      heard_ = event["seq"];
      stream_ = event["stream"];
      for (const Json& picture : event.value("evidence", Json::array()))
        pictures_.push_back(picture["sha256"]);
      if (event["kind"] == "list_health") continue;  // of the start: who comes late asks for it
      for (const std::string& part : parts) note(part);
      if (event["kind"] != "vehicle_hit") continue;
      hit_ = event["alert"];
      third = third || event["vehicle"]["mark"] == "KX05WYZ";
    }
  }

  /// What those do who are cleared: more entries, and everything that can be done with what they hear of.
  void act_behind_the_scenes() {
    std::set<std::string> heat;
    const auto hear = [&](const std::string& mark) {
      while (true) {
        const std::vector<std::string> parts = next(jo_hears_, "alert");
        if (parts.empty()) return;
        const Json event = Json::parse(parts.at(1));
        if (event["kind"] == "heat_contact") heat.insert(event["alert"].get<std::string>());
        if (event["kind"] != "vehicle_hit" || event["vehicle"]["mark"] != mark) continue;
        covert_hit_ = event["alert"];
        covert_picture_ = event["evidence"].at(0)["sha256"];
        return;
      }
    };
    hear("LR33TEE");
    site_.list(CovertEdition::more);
    hear("AB12CDE");
    site_.list(CovertEdition::refused);
    hear_of_the_refusal();
    EXPECT_EQ(heat.size(), 1U) << "somebody at the barn";
    DeskClient desk(site_.desk("covert"), site_.login("jo"));
    for (const Json& question : questions(covert_hit_, covert_picture_))
      EXPECT_TRUE(ask(desk, question).error.empty() || question["do"] == "accept") << question.dump();
  }

  void hear_of_the_refusal() {
    while (true) {
      const std::vector<std::string> parts = next(jo_hears_, "alert");
      if (parts.empty()) return;
      const Json event = Json::parse(parts.at(1));
      if (event["kind"] == "list_health" && event["health"]["cause"] == "refused") return;
    }
  }

  /// Its items without the archive's times.
  void note_case(const DeskReply& reply) {
    std::string bytes;
    for (const Json& item : reply.items) bytes += bytes_of_base64(item["base64"].get<std::string>()).value();
    for (const TarItem& item : read_tar(bytes).items) note(item.name + "\n" + item.bytes);
  }

  std::vector<Json> questions(const std::string& alert, const std::string& picture) const {
    return {{{"do", "snapshot"}},
            {{"do", "since"}, {"stream", stream_}, {"seq", 0}},
            {{"do", "search"}, {"alert", alert}},
            {{"do", "search"}, {"mark", "LR33TEE"}},
            {{"do", "search"}, {"mark", "AB12CDE"}},
            {{"do", "lookup"}, {"mark", "LR33TEE"}},
            {{"do", "lookup"}, {"mark", "AB12CDE"}},
            {{"do", "evidence"}, {"sha256", picture}},
            {{"do", "act"}, {"alert", alert}, {"action", "acknowledged"}},
            {{"do", "accept"}, {"list", "branch"}},
            {{"do", "accept"}, {"list", "force"}},
            {{"do", "add"}, {"mark", "XX11 XXX"}, {"owner", "o"}, {"until", "2099-01-01"}},
            {{"do", "hold"}, {"subject", alert}, {"case", "R v Example"}},
            {{"do", "about"}, {"mark", "LR33TEE"}},
            {{"do", "about"}, {"mark", "AB12CDE"}},
            {{"do", "export"}, {"alert", alert}},
            {{"do", "trail"}}};
  }

  DeskReply ask(DeskClient& desk, Json question) {
    question["id"] = fmt::format("question-{}", ++asked_);
    question["reason"] = "999 call";
    return desk.ask(std::move(question), 30s);
  }

  void ask_everything() {
    DeskClient desk(site_.desk("open"), site_.login("eve"));
    asked_ = 1000;
    const auto asks = [&](const Json& question) {
      const DeskReply reply = ask(desk, question);
      note(fmt::format("{}: {} {}", question["do"].get<std::string>(), reply.error, reply.fields.dump()));
      if (question["do"] == "export")
        note_case(reply);
      else
        for (const Json& item : reply.items) note(item.dump());
    };
    // What there is none of, and what is a restricted channel's, are answered alike.
    if (covert_hit_.empty()) covert_hit_ = kNobodys, covert_picture_ = std::string(64, 'f');
    without_chance_.name(covert_hit_, "COVERT HIT");
    without_chance_.name(covert_picture_, "COVERT PICTURE");
    for (const Json& question : questions(covert_hit_, covert_picture_)) asks(question);
    for (const std::string& picture : pictures_) asks({{"do", "evidence"}, {"sha256", picture}});
    for (const Json& question : questions(hit_, pictures_.at(0))) asks(question);
    asks({{"do", "erase"}, {"mark", "LR33TEE"}});
    asks({{"do", "erase"}, {"mark", "AB12CDE"}});
    asks({{"do", "trail"}});
  }

  /// Once: a connection that is turned away would be tried again and again.
  void knock_at_the_restricted_channel() {
    for (const bool live : {true, false}) {
      zmq::context_t context;
      zmq::socket_t socket(context, live ? zmq::socket_type::sub : zmq::socket_type::dealer);
      log_in(socket, site_.login("eve"));
      socket.set(zmq::sockopt::linger, 0);
      socket.set(zmq::sockopt::reconnect_ivl, -1);
      socket.set(zmq::sockopt::rcvtimeo, 1500);
      if (live) socket.set(zmq::sockopt::subscribe, "");
      socket.connect(live ? site_.live("covert") : site_.desk("covert"));
      if (!live)
        (void)socket.send(zmq::str_buffer(R"({"do":"snapshot","id":"1"})"), zmq::send_flags::dontwait);
      zmq::message_t part;
      note(fmt::format("{} heard", socket.recv(part) ? "something" : "nothing"));
    }
  }

  /// The first that tells of everything that was done: older ones may still be waiting.
  void note_newest_beat() {
    const auto until = std::chrono::steady_clock::now() + 10s;
    std::string newest;
    DeskClient desk(site_.desk("open"), site_.login("eve"));
    const Json now = ask(desk, {{"do", "snapshot"}}).fields;
    note(now.dump());
    while (std::chrono::steady_clock::now() < until) {
      newest = next(eve_hears_, "beat").at(1);
      if (beat_from_json(newest).beat.value().seq == now.value("seq", std::uint64_t{0})) break;
    }
    newest = next(eve_hears_, "beat").at(1);
    note(newest);
  }

  /// Its lines, which threads write in any order. The counts on the way come by the clock, in one run and not
  /// in another: the same counts stand at the end, and are held against each other there.
  void note_log() {
    static const std::regex counts("frames [0-9]+ decoded|alerts: |keys: |reads kept");
    std::istringstream text(run_.output());
    std::multiset<std::string> lines;
    bool stopping = false;
    for (std::string line; std::getline(text, line);) {
      stopping = stopping || line.find("stopping: ") != std::string::npos;
      if (stopping || !std::regex_search(line, counts)) lines.insert(without_chance_(line));
    }
    for (const std::string& line : lines) note(line);
  }

  void note_files() {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(site_.file("")))
      names.insert(entry.path().lexically_relative(site_.file("")).string());
    for (const std::string& name : names) note(name);
  }

  InvisibleSite site_;
  WithoutChance without_chance_;
  zmq::context_t context_;
  ConsumerSocket eve_hears_{
      context_, ConsumerSocketKind::live, {site_.live("open"), site_.login("eve"), 1 << 20, 10'000}};
  ConsumerSocket jo_hears_{
      context_, ConsumerSocketKind::live, {site_.live("covert"), site_.login("jo"), 1 << 20, 10'000}};
  ChildProcess run_;
  std::vector<std::string> all_;
  std::vector<std::string> pictures_;
  std::string stream_, hit_, covert_hit_, covert_picture_;
  std::uint64_t heard_ = 0;
  int asked_ = 0;
};

using Seen = std::vector<std::string>;

/// What differs first, for people.
std::string difference(const Seen& a, const Seen& b) {
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    const std::string one = i < a.size() ? a[i] : "(nothing)", other = i < b.size() ? b[i] : "(nothing)";
    if (one == other) continue;
    const auto apart = std::mismatch(one.begin(), one.end(), other.begin(), other.end()).first - one.begin();
    const auto from = static_cast<std::size_t>(std::max<std::ptrdiff_t>(apart - 200, 0));
    return one.substr(from, 600) + "\n" + other.substr(from, 600);
  }
  return {};
}

struct FourRuns {
  Seen without, again, with_covert, with_open;

  /// A picture that was overtaken, as the machine was slow.
  [[nodiscard]] bool dropped() const {
    for (const Seen* seen : {&without, &again, &with_covert, &with_open})
      for (const std::string& one : *seen)
        if (std::regex_search(one, std::regex("[1-9][0-9]* dropped"))) return true;
    return false;
  }
};

FourRuns four_runs(double pace) {
  const auto run = [&](const std::string& name, ListedBesides besides) {
    return std::async(std::launch::async,
                      [name, besides, pace] { return WatchedRun(name, besides, pace).seen(); });
  };
  auto without = run("invisible-without", ListedBesides::nothing);
  auto again = run("invisible-again", ListedBesides::nothing);
  auto with_covert = run("invisible-covert", ListedBesides::covert_entries);
  auto with_open = run("invisible-open", ListedBesides::open_entry);
  return {without.get(), again.get(), with_covert.get(), with_open.get()};
}

TEST(InvisibleRun, gives_who_is_not_cleared_the_same_with_and_without_covert_entries_and_heat) {
  double pace = 1;
  FourRuns runs = four_runs(pace);
  while (runs.dropped() && pace < 8) runs = four_runs(pace *= 3);
  EXPECT_EQ(difference(runs.without, runs.again), "") << "two runs of the same";
  EXPECT_NE(difference(runs.without, runs.with_open), "") << "an entry that anybody may see";
  EXPECT_EQ(difference(runs.without, runs.with_covert), "");

  EXPECT_THAT(runs.with_covert, testing::Contains(testing::HasSubstr("Hare coursing")));
  EXPECT_THAT(runs.with_covert, testing::Contains(testing::HasSubstr("\"heat_contact\"")));
  EXPECT_THAT(runs.with_covert, testing::Contains(testing::HasSubstr("found \"never\"")));
  for (const std::string& one : runs.with_covert)
    EXPECT_FALSE(std::regex_search(
        one, std::regex(R"x(Source protection|SILENT|Special Branch|stakeout|"areas":\[[^\]]*barn)x")))
        << one.substr(0, 600);
}

}  // namespace
}  // namespace nightjar
