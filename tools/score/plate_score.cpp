#include "tools/score/plate_score.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "processing/anpr/registration_mark.hpp"

namespace nightjar {
namespace {

std::string sure(const PassRecord& record) {
  return record.confidence ? fmt::format(", confidence {:.2f}", *record.confidence) : "";
}

bool overlap(const PlateTruth& truth, const PassRecord& record) {
  return truth.feed == record.feed && record.first_seen <= truth.to + kPairingSlack &&
         record.last_seen >= truth.from - kPairingSlack;
}

class PlateScoring {
 public:
  PlateScoring(const std::vector<PlateTruth>& truth, const std::vector<PassRecord>& records)
      : truth_(truth), records_(records) {
    for (std::size_t i = 0; i < truth.size(); ++i) {
      feeds_.insert(truth[i].feed);
      of_mark_[{truth[i].feed, folded_mark(truth[i].mark)}].push_back(i);
    }
  }

  PlateScore score(const PlatePairs& pairs) {
    score_.passes = truth_.size();
    for (std::size_t i = 0; i < truth_.size(); ++i) {
      const auto record = pairs.record_of[i];
      judge(truth_[i], record ? &records_[*record] : nullptr);
    }
    for (std::size_t i = 0; i < records_.size(); ++i)
      if (!pairs.truth_of[i] && records_[i].legible() && records_[i].outcome != PassOutcome::parked)
        judge_left_over(records_[i]);
    score_.classes = classes_.by_division();
    return std::move(score_);
  }

 private:
  void judge(const PlateTruth& truth, const PassRecord* record) {
    const bool captured = record != nullptr && record->legible();
    const bool correct = captured && same_mark(truth.mark, record->mark);
    score_.captured.add(captured);
    score_.correct.add(correct);
    score_.verdicts.push_back(correct    ? PassVerdict::correct
                              : captured ? PassVerdict::misread
                                         : PassVerdict::missed);
    classes_.add(truth, captured, correct);
    if (!captured) return miss(truth, record);
    score_.confusion.add(truth.mark, record->mark);
    if (record->confidence) score_.calibration.add(*record->confidence, correct);
    if (truth.direction != Direction::unknown && record->direction != Direction::unknown)
      score_.direction.add(truth.direction == record->direction);
    if (!correct) misread(truth, *record);
  }

  void miss(const PlateTruth& truth, const PassRecord* record) {
    ScoreError error{ErrorKind::missed_plate, truth.feed, truth.from, truth.mark, "", std::nullopt, {}, {}};
    if (record == nullptr) {
      error.why = "No record overlaps with it.";
    } else {
      error.picture = record->picture;
      error.why = record->outcome == PassOutcome::parked    ? "It was taken for a parked vehicle."
                  : record->outcome == PassOutcome::ignored ? "It went through an ignored zone."
                  : record->outcome == PassOutcome::no_plate
                      ? "The vehicle was seen, its plate was not found."
                      : "The plate was seen but not read.";
    }
    score_.errors.push_back(std::move(error));
  }

  void misread(const PlateTruth& truth, const PassRecord& record) {
    const auto right = std::find_if(record.candidates.begin(), record.candidates.end(),
                                    [&](const MarkCandidate& c) { return same_mark(c.mark, truth.mark); });
    const bool among = right != record.candidates.end();
    score_.in_candidates.add(among);
    std::string why =
        fmt::format("{}{}.", record.outcome == PassOutcome::unsure ? "Unsure" : "Read", sure(record));
    if (among) why += fmt::format(" The right mark is among the candidates with {:.2f}.", right->probability);
    score_.errors.push_back({ErrorKind::misread_plate, truth.feed, record.first_seen,
                             truth.mark + " read as " + record.mark, why, record.picture, truth.mark,
                             record.mark});
  }

  void judge_left_over(const PassRecord& record) {
    if (feeds_.count(record.feed) == 0) {
      ++score_.not_judged;
      return;
    }
    const auto passes = of_mark_.find({record.feed, folded_mark(record.mark)});
    const bool doubled =
        passes != of_mark_.end() && std::any_of(passes->second.begin(), passes->second.end(),
                                                [&](std::size_t i) { return overlap(truth_[i], record); });
    if (record.confidence) score_.calibration.add(*record.confidence, doubled);
    ++(doubled ? score_.doubled_reads : score_.false_reads);
    score_.errors.push_back(
        {doubled ? ErrorKind::doubled_plate : ErrorKind::false_plate,
         record.feed,
         record.first_seen,
         record.mark,
         fmt::format("{}{}.", record.outcome == PassOutcome::unsure ? "Unsure" : "Read", sure(record)),
         record.picture,
         {},
         {}});
  }

  const std::vector<PlateTruth>& truth_;
  const std::vector<PassRecord>& records_;
  std::set<std::string> feeds_;  // of which the truth tells the plates
  std::map<std::pair<std::string, std::string>, std::vector<std::size_t>> of_mark_;
  PlateClasses classes_;
  PlateScore score_;
};

}  // namespace

PlateScore score_plates(const std::vector<PlateTruth>& truth, const std::vector<PassRecord>& records,
                        const PlatePairs& pairs) {
  return PlateScoring(truth, records).score(pairs);
}

}  // namespace nightjar
