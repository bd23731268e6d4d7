#include "tools/score/hit_score.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "processing/anpr/registration_mark.hpp"

namespace nightjar {
namespace {

struct RaisedAlert {
  const AlertRecord* raised = nullptr;
  const AlertRecord* withdrawn = nullptr;
  std::optional<std::size_t> truth;  ///< the listed pass for which it is right
};

std::string listed_marks(const AlertRecord& alert) {
  std::set<std::string> marks(alert.entry_marks.begin(), alert.entry_marks.end());
  marks.erase(alert.mark);
  if (marks.empty()) return alert.mark;
  return fmt::format("{} for the listed {}", alert.mark, fmt::join(marks, ", "));
}

std::vector<std::string> folded_marks(const AlertRecord& alert) {
  std::set<std::string> marks;
  for (const std::string& mark : alert.entry_marks) marks.insert(folded_mark(mark));
  if (marks.empty()) marks.insert(folded_mark(alert.mark));
  return {marks.begin(), marks.end()};
}

class HitScoring {
 public:
  HitScoring(const std::vector<PlateTruth>& truth, const Records& records, const PlatePairs& pairs)
      : truth_(truth), records_(records), pairs_(pairs), of_truth_(truth.size()) {
    for (std::size_t i = 0; i < truth.size(); ++i) {
      feeds_.insert(truth[i].feed);
      of_mark_[{truth[i].feed, folded_mark(truth[i].mark)}].push_back(i);
    }
    score_.listed_stated = truth.empty() || std::any_of(truth.begin(), truth.end(), [](const PlateTruth& t) {
                             return t.listed.has_value();
                           });
  }

  HitScore score() {
    gather();
    if (!score_.listed_stated) assume_listed();
    for (RaisedAlert& alert : alerts_) judge(alert);
    for (std::size_t i = 0; i < truth_.size(); ++i)
      if (is_listed(i)) judge_pass(i);
    std::sort(score_.delays_s.begin(), score_.delays_s.end());
    return std::move(score_);
  }

 private:
  void gather() {
    std::map<std::pair<std::string, std::string>, std::size_t> index;  // by channel and alert
    for (const AlertRecord& event : records_.alerts) {
      if (event.kind != AlertKind::vehicle_hit) continue;
      const std::pair key(event.channel, event.alert);
      if (event.event == AlertHappening::raised) {
        if (feeds_.count(event.feed) == 0) {
          ++score_.not_judged;
        } else if (const auto [known, first] = index.emplace(key, alerts_.size()); first) {
          alerts_.push_back({&event, nullptr, std::nullopt});
        } else {
          alerts_[known->second].withdrawn = nullptr;  // it came back, as the read did
        }
      }
      const auto known = index.find(key);
      if (event.event == AlertHappening::withdrawn && known != index.end())
        alerts_[known->second].withdrawn = &event;
    }
  }

  void assume_listed() {
    for (const RaisedAlert& alert : alerts_)
      for (const std::string& mark : folded_marks(*alert.raised)) assumed_.insert(mark);
  }

  [[nodiscard]] bool is_listed(std::size_t i) const {
    if (score_.listed_stated) return truth_[i].listed.value_or(false);
    return assumed_.count(folded_mark(truth_[i].mark)) != 0;
  }

  /// How far the alert lies from the pass: 0 while its plate was in sight or its record was open.
  [[nodiscard]] std::chrono::microseconds distance(CaptureTime at, std::size_t i) const {
    const PlateTruth& truth = truth_[i];
    auto from = truth.from, to = truth.to;
    if (const auto record = pairs_.record_of[i]) {
      const PassRecord& pass = records_.passes[*record];
      from = std::min(from, pass.first_seen);
      to = std::max({to, pass.last_seen, pass.captured_at.value_or(pass.last_seen)});
    }
    return std::max({std::chrono::microseconds(0), from - at, at - to});
  }

  /// The pass of the mark that was in sight then.
  [[nodiscard]] std::optional<std::size_t> pass_of(const AlertRecord& alert) const {
    std::optional<std::size_t> nearest;
    for (const std::string& mark : folded_marks(alert)) {
      const auto passes = of_mark_.find({alert.feed, mark});
      if (passes == of_mark_.end()) continue;
      for (const std::size_t i : passes->second) {
        const auto away = distance(*alert.captured_at, i);
        if (away <= kPairingSlack && (!nearest || away < distance(*alert.captured_at, *nearest))) nearest = i;
      }
    }
    return nearest;
  }

  void judge(RaisedAlert& alert) {
    const auto pass = pass_of(*alert.raised);
    const bool right = pass && is_listed(*pass);
    score_.precision.add(right);
    if (alert.withdrawn != nullptr) ++score_.withdrawn;
    if (right) {
      alert.truth = pass;
      of_truth_[*pass].push_back(&alert);
      return;
    }
    std::string why = pass ? "The vehicle was there, but the truth does not list it."
                           : "No vehicle with this mark was in sight.";
    if (!alert.raised->exact) why += " It was a possible match.";
    if (alert.withdrawn != nullptr) why += " It was withdrawn.";
    score_.errors.push_back({ErrorKind::false_hit,
                             alert.raised->feed,
                             alert.raised->captured_at,
                             listed_marks(*alert.raised),
                             why,
                             picture_near(*alert.raised),
                             {},
                             {}});
  }

  [[nodiscard]] std::optional<std::string> picture_near(const AlertRecord& alert) const {
    for (const PassRecord& pass : records_.passes) {
      if (pass.feed == alert.feed && same_mark(pass.mark, alert.mark) &&
          *alert.captured_at >= pass.first_seen - kPairingSlack &&
          *alert.captured_at <= pass.last_seen + kPairingSlack)
        return pass.picture;
    }
    return std::nullopt;
  }

  void judge_pass(std::size_t i) {
    const PlateTruth& truth = truth_[i];
    std::map<std::string, std::size_t> of_channel;
    std::optional<CaptureTime> first;
    bool stands = false;
    for (const RaisedAlert* alert : of_truth_[i]) {
      ++of_channel[alert->raised->channel];
      stands = stands || alert->withdrawn == nullptr;
      if (!first || *alert->raised->captured_at < *first) first = alert->raised->captured_at;
    }
    const bool one = !of_channel.empty() && std::all_of(of_channel.begin(), of_channel.end(),
                                                        [](const auto& entry) { return entry.second == 1; });
    score_.one_alert.add(one);
    score_.recall.add(stands);
    if (first) score_.delays_s.push_back(std::chrono::duration<double>(*first - truth.from).count());
    if (!stands) miss(i);
    for (const auto& [channel, count] : of_channel) {
      if (count < 2) continue;
      score_.doubled += count - 1;
      score_.errors.push_back(
          {ErrorKind::doubled_hit,
           truth.feed,
           truth.from,
           truth.mark,
           fmt::format("{} alerts for one pass{}.", count, channel.empty() ? "" : " on channel " + channel),
           picture_of(i),
           {},
           {}});
    }
  }

  void miss(std::size_t i) {
    const PlateTruth& truth = truth_[i];
    const auto record = pairs_.record_of[i];
    std::string why = "The vehicle was not seen.";
    if (!of_truth_[i].empty()) {
      const RaisedAlert& alert = *of_truth_[i].front();
      why = fmt::format("The alert was withdrawn: {}.", alert.withdrawn->cause.value_or("no cause given"));
    } else if (record && records_.passes[*record].legible()) {
      const PassRecord& pass = records_.passes[*record];
      why = !same_mark(pass.mark, truth.mark)     ? "It was read as " + pass.mark + "."
            : pass.outcome == PassOutcome::unsure ? "It was read rightly, but not surely enough."
                                                  : "It was read rightly, but no alert was raised.";
    } else if (record) {
      why = "The plate was seen but not read.";
    }
    score_.errors.push_back(
        {ErrorKind::missed_hit, truth.feed, truth.from, truth.mark, why, picture_of(i), {}, {}});
  }

  [[nodiscard]] std::optional<std::string> picture_of(std::size_t i) const {
    const auto record = pairs_.record_of[i];
    return record ? records_.passes[*record].picture : std::nullopt;
  }

  const std::vector<PlateTruth>& truth_;
  const Records& records_;
  const PlatePairs& pairs_;
  std::set<std::string> feeds_;
  std::map<std::pair<std::string, std::string>, std::vector<std::size_t>> of_mark_;
  std::set<std::string> assumed_;  // folded marks taken as listed
  std::vector<RaisedAlert> alerts_;
  std::vector<std::vector<const RaisedAlert*>> of_truth_;
  HitScore score_;
};

}  // namespace

HitScore score_hits(const std::vector<PlateTruth>& truth, const Records& records, const PlatePairs& pairs) {
  return HitScoring(truth, records, pairs).score();
}

}  // namespace nightjar
