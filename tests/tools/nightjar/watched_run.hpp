#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "alerts/base64.hpp"
#include "alerts/tar_file.hpp"
#include "tests/tools/nightjar/child_process.hpp"
#include "tests/tools/nightjar/without_chance.hpp"

namespace nightjar {

/// One run, and who comes to it.
class WatchedRun {
 public:
  using Json = nlohmann::ordered_json;

  WatchedRun(const std::string& name, ListedBesides besides, double pace)
      : site_(name, besides, pace),
        without_chance_(site_.file("").parent_path().string()),
        run_({NIGHTJAR_PROGRAM, "run", site_.file("site.toml").string()}, site_.file("run.log")) {}

  /// Everything that is there for who is not cleared: eve hears, asks, and reads the log.
  std::vector<std::string> seen() {
    if (!run_.says("running: ", std::chrono::seconds(60))) return {"it did not start: " + run_.output()};
    hear_until_the_third_car();
    if (site_.has_covert_entries()) act_behind_the_scenes();
    ask_everything();
    knock_at_the_restricted_channel();
    note_newest_beat();
    run_.signal(SIGTERM);
    EXPECT_EQ(run_.wait(std::chrono::seconds(60)), 0) << run_.output();
    note_log();
    note_files();
    return std::move(all_);
  }

 private:
  void note(const std::string& text) { all_.push_back(without_chance_(text)); }

  std::vector<std::string> next(ConsumerSocket& socket, const std::string& kind) {
    std::vector<std::string> parts = next_within(socket, kind, std::chrono::seconds(180));
    if (parts.empty()) ADD_FAILURE() << "no " << kind << " comes: " << run_.output();
    return parts;
  }

  static std::vector<std::string> next_within(ConsumerSocket& socket, const std::string& kind,
                                              std::chrono::duration<double> longest) {
    const auto until = std::chrono::steady_clock::now() + longest;
    while (std::chrono::steady_clock::now() < until) {
      std::vector<std::string> parts = socket.take();
      if (!parts.empty() && parts.front() == kind) return parts;
      if (parts.empty()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return {};
  }

  /// And what is told of it until it is out of sight.
  void hear_until_the_third_car() {
    const std::chrono::duration<double> out_of_sight =
        std::chrono::seconds(5) * site_.pace() + std::chrono::seconds(2);
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
    EXPECT_EQ(ask(desk, {{"do", "accept"}, {"list", "force"}}).error, "");
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
    return desk.ask(std::move(question), std::chrono::seconds(30));
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
    if (covert_hit_.empty())
      covert_hit_ = std::string("00000000000000ff"), covert_picture_ = std::string(64, 'f');
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
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
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

}  // namespace nightjar
