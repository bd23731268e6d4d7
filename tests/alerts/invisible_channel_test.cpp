// What somebody who is not cleared can see, with and without hits on a restricted channel.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "alerts/alert_beat.hpp"
#include "alerts/desk.hpp"
#include "alerts/desk_client.hpp"
#include "alerts/desk_duties.hpp"
#include "alerts/record_duties.hpp"
#include "alerts/vehicle_hit.hpp"
#include "tests/alerts/listener.hpp"
#include "tests/alerts/made_alerts.hpp"
#include "tests/alerts/made_lists.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;

/// What differs between any two runs: the stream, times of the clock and the chain over them, random names.
std::string without_chance(std::string text, const std::string& stream) {
  static const std::regex times(R"x("(published_at|at|made_at|sent_at|late_s)":("[^"]*"|[0-9.]+))x");
  static const std::regex names(R"x("(request|head)":"[^"]*")x");
  text = std::regex_replace(text, std::regex(stream), "STREAM");
  return std::regex_replace(std::regex_replace(text, times, ""), names, "");
}

/// A worker with an open and a restricted channel on which the same vehicles pass.
class Worker {
 public:
  explicit Worker(bool covert)
      : covert_(covert), outlet_(outlet_options()), desk_(desk_options(), duties()) {}

  /// Everything that one who hears and asks the open channel alone gets.
  std::vector<std::string> seen() {
    Listener listener(outlet_.endpoint_of("open"));
    while (listener.next("beat").empty()) {
    }
    std::vector<std::string> all;
    for (int i = 0; i < 3; ++i) {
      pass(i);
      for (const std::string& part : listener.next("alert")) all.push_back(part);
    }
    const std::string alert = "00000000000000a0";
    const std::vector<Json> questions{
        {{"do", "search"}, {"alert", alert}},
        {{"do", "search"}, {"alert", "00000000000000b0"}},
        {{"do", "search"}, {"mark", "AB12CDE"}},
        {{"do", "lookup"}, {"mark", "AB12CDE"}},
        {{"do", "act"}, {"alert", alert}, {"action", "acknowledged"}},
        {{"do", "act"}, {"alert", "00000000000000b0"}, {"action", "acknowledged"}},
        {{"do", "hold"}, {"subject", "00000000000000b1"}, {"case", "R v Example"}},
        {{"do", "about"}, {"mark", "AB12CDE"}},
        {{"do", "export"}, {"alert", "00000000000000b1"}},
        {{"do", "erase"}, {"mark", "AB12CDE"}},
        {{"do", "about"}, {"mark", "AB12CDE"}}};
    int number = 0;
    for (Json question : questions) {
      if (covert_) (void)ask("covert", question, "of covert " + std::to_string(number));
      all.push_back(ask("open", question, std::to_string(number++)));
    }
    for (const std::string& part : newest_beat(listener)) all.push_back(part);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path()))
      all.push_back(entry.path().lexically_relative(folder_.path()).string());
    std::string stream;
    outlet_.run_errand([&](AlertDelivery& delivery) { stream = delivery.journal().stream(); });
    for (std::string& one : all) one = without_chance(std::move(one), stream);
    return all;
  }

 private:
  /// The first that tells of everything that was sent: older ones may still be waiting.
  std::vector<std::string> newest_beat(Listener& listener) {
    std::uint64_t newest = 0, audit = 0;
    outlet_.run_errand([&](AlertDelivery& delivery) {
      newest = delivery.journal().end_of("open").seq;
      audit = delivery.journal().audit_end_of("open").seq;
    });
    for (std::vector<std::string> parts = listener.next("beat"); !parts.empty();
         parts = listener.next("beat")) {
      const AlertBeat beat = beat_from_json(parts.at(1)).beat.value();
      if (beat.seq == newest && beat.audit_seq == audit) return parts;
    }
    return {};
  }

  void pass(int i) {
    if (covert_) raise("covert", "00000000000000b" + std::to_string(i), i);
    raise("open", "00000000000000a" + std::to_string(i), i);
    outlet_.drain();
  }

  void raise(const std::string& channel, const std::string& alert, int i) {
    AlertParcel parcel = made_parcel(alert, channel);
    parcel.event.incident = vehicle_incident(channel, "AB12CDE");
    parcel.event.captured_at = evening(i * 60'000);
    parcel.pictures = {made_picture("of pass " + std::to_string(i))};
    parcel.event.evidence = {{"plate", parcel.pictures[0].sha256, evening(), "a32-south"}};
    outlet_.post(std::move(parcel));
  }

  std::string ask(const std::string& channel, Json question, std::string id) {
    std::erase(id, ' ');
    question["id"] = std::move(id);
    question["person"] = "PC Example";
    question["reason"] = "999 call";
    const DeskReply reply = DeskClient(desk_.endpoint_of(channel)).ask(std::move(question));
    std::string text = reply.fields.dump();
    for (const Json& item : reply.items) text += item.dump();
    return text;
  }

  [[nodiscard]] AlertOutletOptions outlet_options() const {
    AlertOutletOptions options;
    options.delivery.journal = folder_.path();
    options.delivery.publisher.channels = {{"open", "tcp://127.0.0.1:*"}, {"covert", "tcp://127.0.0.1:*"}};
    options.beat_every = std::chrono::milliseconds(50);
    return options;
  }
  static DeskOptions desk_options() {
    DeskOptions options;
    options.channels = {{"open", "tcp://127.0.0.1:*"}, {"covert", "tcp://127.0.0.1:*"}};
    return options;
  }
  DeskDuties duties() {
    RecordSources sources;
    sources.journal = folder_.path();
    return {{"act", act_duty(outlet_)},
            {"search", search_duty(outlet_)},
            {"hold", hold_duty(outlet_)},
            {"about", about_duty(outlet_, sources)},
            {"erase", erase_duty(outlet_, sources)},
            {"export", export_duty(outlet_, sources)},
            {"lookup", lookup_duty(outlet_, [lists = made_lists("AB12CDE,STOP,,Burglary,DC Example\n")] {
               return lists;
             })}};
  }

  bool covert_;
  TemporaryFolder folder_;
  AlertOutlet outlet_;
  Desk desk_;
};

TEST(InvisibleChannel, changes_nothing_that_others_see_hear_or_can_ask_for) {
  const std::vector<std::string> without = Worker(false).seen();
  const std::vector<std::string> with = Worker(true).seen();
  ASSERT_EQ(with.size(), without.size());
  for (std::size_t i = 0; i < with.size(); ++i) EXPECT_EQ(with[i], without[i]);
  std::string all;
  for (const std::string& one : with) all += one;
  EXPECT_THAT(all, testing::HasSubstr("4 events, 3 pictures")) << "it was worth comparing";
  EXPECT_THAT(all, testing::Not(testing::HasSubstr("covert")));
}

}  // namespace
}  // namespace nightjar
