// The same pictures through feed, lists, room, wire and desk, with and without entries that only a restricted
// channel may know of: whoever hears and asks the open one, and reads the log, gets the same.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "alerts/alert_beat.hpp"
#include "alerts/case_bundle.hpp"
#include "alerts/desk_client.hpp"
#include "config/shown_site_text.hpp"
#include "ingest/make_frame_source.hpp"
#include "tests/alerts/listener.hpp"
#include "tests/tools/nightjar/heard_log.hpp"
#include "tests/tools/nightjar/shared_road.hpp"
#include "tools/nightjar/assemble.hpp"
#include "tools/nightjar/feed_set.hpp"
#include "tools/nightjar/feed_worker.hpp"
#include "tools/nightjar/hotlist_reload.hpp"
#include "tools/nightjar/load_hotlists.hpp"
#include "tools/nightjar/open_counts.hpp"
#include "tools/nightjar/room_desk.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::ordered_json;

/// What differs between any two runs: the stream, times of the desk's clock and ages by it, the chain over
/// them, processor time.
std::string without_chance(std::string text, const std::string& stream) {
  static const std::regex times(R"x(\\?"(at|made_at|head|before)\\?":\\?"[^"\\]*\\?")x");
  static const std::regex processor(R"x([0-9]+\.[0-9]+ ms a frame)x");
  static const std::regex ages(R"x("list_age_s":[0-9]{5,})x");
  text = std::regex_replace(text, std::regex(stream), "STREAM");
  text = std::regex_replace(text, ages, "");
  static const std::regex today(R"x("captured_at":"(?!2026-11-21)[^"]*")x");  // what ails a list
  static const std::regex today_within(R"x(\\"captured_at\\":\\"(?!2026-11-21)[^"\\]*\\")x");
  text = std::regex_replace(std::regex_replace(text, today, ""), today_within, "");
  return std::regex_replace(std::regex_replace(text, times, ""), processor, "some ms a frame");
}

/// A worker on it, whose clock stands still.
class Worker {
 public:
  Worker(const SharedRoad& road, bool covert)
      : road_(road),
        covert_(covert),
        site_(road.loaded()),
        lists_(load_hotlists(site_.hotlists, site_.journal)) {}

  /// Everything that one gets who is cleared for the open channel and the log.
  std::vector<std::string> seen() {
    EXPECT_TRUE(lists_.errors.empty()) << lists_.errors.front();
    Listener listener(outlet_.endpoint_of("open"));
    while (listener.next("beat").empty()) {
    }
    reload_.start();
    while (newest() == 0) std::this_thread::sleep_for(10ms);  // the list's bad line is told
    play(0min);
    edit_lists();
    play(10min);
    for (std::string& part : heard(listener)) note(std::move(part));
    ask_everything();
    note(newest_beat(listener));
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(road_.folder()))
      names.insert(entry.path().lexically_relative(road_.folder()).string());
    for (const std::string& name : names) note(name);
    note(open_counts(site_, outlet_.counts()));
    for (const std::string& line : reads_->summary()) note(line);
    note(log_.text());
    return std::move(all_);
  }

 private:
  void note(std::string text) {
    text = without_chance(std::move(text), stream());
    if (!list_alert_.empty()) text = std::regex_replace(text, std::regex(list_alert_), "LIST ALERT");
    all_.push_back(std::move(text));
  }

  [[nodiscard]] std::string stream() {
    std::string stream;
    outlet_.run_errand([&](AlertDelivery& delivery) { stream = delivery.journal().stream(); });
    return stream;
  }

  /// The number of the open channel's newest event.
  [[nodiscard]] std::uint64_t newest() {
    std::uint64_t newest = 0;
    outlet_.run_errand([&](AlertDelivery& delivery) { newest = delivery.journal().end_of("open").seq; });
    return newest;
  }

  /// The recording, as if it had been taken so much later.
  void play(std::chrono::minutes later) {
    FeedSite feed = site_.feeds.at(0);
    feed.started_at = feed.started_at.value() + later;
    const auto pipeline = make_pipeline(site_, feed, in_force_);
    const auto source = make_frame_source(source_options(feed, Pacing::lossless));
    FeedTally tally;
    try {
      while (const auto frame = source->next({})) {
        post(pipeline->process(*frame));
        ++tally.processed;
      }
    } catch (const FeedError&) {  // it has ended
    }
    post(pipeline->finish());
    outlet_.drain();
    tally.frames = source->counts();
    tally.pipeline = pipeline->tally();
    note(summary_of(feed.name, tally));
  }

  void post(PipelineYield yield) {
    reads_->add("road", yield,
                std::chrono::time_point_cast<CaptureTime::duration>(std::chrono::system_clock::now()));
    for (AlertParcel& parcel : yield.parcels) outlet_.post(std::move(parcel));
  }

  /// More covert entries while everything runs; where there are none, nothing.
  void edit_lists() {
    if (!covert_) return;
    const auto entries = [&](std::size_t list) { return reload_.states().at(list).entries; };
    const std::size_t before = entries(0), before_covert = entries(1);
    road_.list(true, true);
    const auto until = std::chrono::steady_clock::now() + 60s;
    while ((entries(0) == before || entries(1) == before_covert) && std::chrono::steady_clock::now() < until)
      std::this_thread::sleep_for(10ms);
    EXPECT_GT(entries(0), before) << log_.text();
    EXPECT_GT(entries(1), before_covert) << log_.text();
    while (in_force_->current()->lists().at(1).index->size() == before_covert &&
           std::chrono::steady_clock::now() < until)
      std::this_thread::sleep_for(10ms);
  }

  std::vector<std::string> heard(Listener& listener) {
    const std::uint64_t last = newest();
    std::vector<std::string> all;
    for (std::uint64_t seq = 0; seq < last;) {
      const auto parts = listener.next("alert");
      if (parts.empty()) break;
      const Json event = Json::parse(parts.at(1));
      seq = event["seq"].get<std::uint64_t>();
      for (const Json& picture : event.value("evidence", Json::array()))
        pictures_.insert(picture["sha256"].get<std::string>());
      if (event["kind"] == "list_health") list_alert_ = event["alert"].get<std::string>();
      if (event["kind"] == "vehicle_hit") alert_ = event["alert"].get<std::string>();
      all.insert(all.end(), parts.begin(), parts.end());
    }
    return all;
  }

  void ask_everything() {
    std::vector<Json> questions{{{"do", "snapshot"}},
                                {{"do", "since"}, {"stream", stream()}, {"seq", 0}},
                                {{"do", "search"}, {"mark", "LR33TEE"}},
                                {{"do", "search"}, {"alert", alert_}},
                                {{"do", "lookup"}, {"mark", "LR33TEE"}},
                                {{"do", "lookup"}, {"mark", "LR33TFE"}},
                                {{"do", "lookup"}, {"mark", "AB12CDE"}},
                                {{"do", "act"}, {"alert", alert_}, {"action", "acknowledged"}},
                                {{"do", "accept"}, {"list", "force"}},
                                {{"do", "accept"}, {"list", "covert"}}};
    for (const std::string& picture : pictures_)
      questions.push_back({{"do", "evidence"}, {"sha256", picture}});
    questions.push_back({{"do", "about"}, {"mark", "LR33TEE"}});
    int number = 0;
    for (const Json& question : questions) {
      if (covert_) (void)ask("covert", question, fmt::format("covert{}", number));
      note(ask("open", question, fmt::format("open{}", number++)));
    }
    note_bundle();
    for (const char* what : {"erase", "about"}) {
      const Json question{{"do", what}, {"mark", "LR33TEE"}};
      if (covert_) (void)ask("covert", question, fmt::format("covert{}", number));
      note(ask("open", question, fmt::format("open{}", number++)));
    }
  }

  /// But for what digests over the stream's random name.
  void note_bundle() {
    JournalReader journal(site_.journal);
    const CaseBundle bundle =
        make_case_bundle(journal, {"open", alert_, "PC Example", "r", "nightjar", SharedRoad::kNow});
    EXPECT_EQ(bundle.fault, "");
    for (const TarItem& item : bundle.items) {
      note(item.name);
      if (!item.name.starts_with("manifest") && item.name != "chain.jsonl") note(item.bytes);
    }
  }

  std::string ask(const std::string& channel, Json question, const std::string& id) {
    question["id"] = id;
    question["person"] = "PC Example";
    question["reason"] = "999 call";
    const auto at = std::find_if(site_.channels.begin(), site_.channels.end(),
                                 [&](const ChannelSite& one) { return one.name == channel; });
    const DeskReply reply = DeskClient(at->desk).ask(std::move(question));
    std::string text = reply.error + reply.fields.dump();
    for (const Json& item : reply.items) text += item.dump();
    return text;
  }

  /// The first that tells of everything that was sent: older ones may still be waiting.
  std::string newest_beat(Listener& listener) {
    std::uint64_t audit = 0;
    outlet_.run_errand([&](AlertDelivery& delivery) { audit = delivery.journal().audit_end_of("open").seq; });
    const std::uint64_t last = newest();
    for (auto parts = listener.next("beat"); !parts.empty(); parts = listener.next("beat")) {
      const AlertBeat beat = beat_from_json(parts.at(1)).beat.value();
      if (beat.seq == last && beat.audit_seq == audit) return parts.at(1);
    }
    return {};
  }

  AlertOutletOptions room_options() {
    AlertOutletOptions options = outlet_options(site_);
    options.delivery.now = [] { return SharedRoad::kNow; };
    options.beat_every = 20ms;
    return options;
  }
  HotlistReloadOptions reload_options() {
    HotlistReloadOptions options;
    options.post = [this](AlertParcel parcel) { outlet_.post(std::move(parcel)); };
    options.judge = [this](std::shared_ptr<const HotlistMatcher> now) { outlet_.judge(std::move(now)); };
    options.every = options.hurried = 20ms;
    options.lists.settle = 10ms;
    return options;
  }
  DeskLists desk_lists() {
    return {[this] { return in_force_->current(); },
            [this](TermedHotlist own) { reload_.put(std::move(own)); },
            [this](const std::string& list, const std::string& channel) {
              const WatchedList::Acceptance accepted = reload_.accept(list, channel);
              return ListAccepted{accepted.done, accepted.words};
            }};
  }
  RecordSources sources() {
    RecordSources sources;
    sources.software = "nightjar";
    sources.shown_site = site_text_on;
    sources.reads = [this](const std::string& channel, const std::string& mark) {
      return reads_->of_mark(channel, mark);
    };
    sources.forget_reads = [this](const std::string& channel, const std::string& mark) {
      return reads_->erase(channel, mark);
    };
    return sources;
  }

  HeardLog log_;
  const SharedRoad& road_;
  bool covert_;
  std::vector<std::string> all_;
  std::set<std::string> pictures_;
  std::string alert_;
  std::string list_alert_;  ///< named by the time at which it was raised
  Site site_;
  HotlistsLoad lists_;
  AlertOutlet outlet_{room_options()};
  std::shared_ptr<HotlistsInForce> in_force_ =
      std::make_shared<HotlistsInForce>(std::make_shared<const HotlistMatcher>(lists_.lists));
  std::shared_ptr<KeptReads> reads_ = std::make_shared<KeptReads>(site_, in_force_);
  HotlistReload reload_{site_, lists_.lists, in_force_, reads_, reload_options()};
  SortieBoard sorties_{site_, [this](AlertParcel parcel) { outlet_.post(std::move(parcel)); }};
  RoomDesk desk_{site_, outlet_, sorties_, desk_lists(), sources()};
};

std::vector<std::string> seen_by_the_uncleared(const SharedRoad& road, bool covert) {
  road.forget();
  road.list(covert, false);
  return Worker(road, covert).seen();
}

TEST(InvisibleEntry, changes_nothing_that_the_same_pictures_give_to_who_is_not_cleared) {
  const SharedRoad road;
  const std::vector<std::string> without = seen_by_the_uncleared(road, false);
  const std::vector<std::string> with = seen_by_the_uncleared(road, true);
  for (std::size_t i = 0; i < std::min(with.size(), without.size()); ++i)
    EXPECT_TRUE(with[i] == without[i]) << with[i].substr(0, 2000) << "\n" << without[i].substr(0, 2000);
  ASSERT_EQ(with.size(), without.size());
  std::string all;
  for (const std::string& one : with) all += one + "\n";
  EXPECT_THAT(all, testing::HasSubstr("Hare coursing")) << "it was worth comparing";
  EXPECT_THAT(all, testing::HasSubstr("ms a frame"));
  EXPECT_THAT(with.back(), testing::HasSubstr("found \"never\"")) << "the log";
  EXPECT_THAT(all, testing::Not(testing::ContainsRegex("Source protection|SILENT|Special Branch")));
}

}  // namespace
}  // namespace nightjar
