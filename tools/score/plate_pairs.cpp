#include "tools/score/plate_pairs.hpp"

#include <algorithm>
#include <map>

#include "processing/anpr/registration_mark.hpp"
#include "processing/thermal/assignment.hpp"

namespace nightjar {
namespace {

struct Candidate {
  std::size_t truth = 0;
  std::size_t record = 0;
  bool equal = false;
  double gain = 0;
};

Candidate candidate_of(const PlateTruth& truth, const PassRecord& record) {
  Candidate candidate;
  candidate.equal = record.legible() && same_mark(truth.mark, record.mark);
  const auto common = std::min(truth.to, record.last_seen) - std::max(truth.from, record.first_seen);
  const double common_s = std::chrono::duration<double>(common + 2 * kPairingSlack).count();
  // Each tier outweighs all that a whole group can gain in the tiers below it.
  candidate.gain = (record.legible() ? 1e9 : 0) + 1e5 + std::clamp(common_s, 0.0, 1000.0);
  return candidate;
}

/// Those of truth and records on one feed that overlap: a sweep over both in order of their beginnings.
std::vector<Candidate> candidates_of(const std::vector<PlateTruth>& truth,
                                     const std::vector<PassRecord>& records) {
  struct Beginning {
    CaptureTime at, until;
    bool is_truth;
    std::size_t index;
  };
  std::map<std::string, std::vector<Beginning>> of_feed;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    of_feed[truth[i].feed].push_back({truth[i].from - kPairingSlack, truth[i].to + kPairingSlack, true, i});
  }
  for (std::size_t i = 0; i < records.size(); ++i)
    of_feed[records[i].feed].push_back({records[i].first_seen, records[i].last_seen, false, i});

  std::vector<Candidate> candidates;
  for (auto& [feed, beginnings] : of_feed) {
    std::stable_sort(beginnings.begin(), beginnings.end(),
                     [](const Beginning& a, const Beginning& b) { return a.at < b.at; });
    std::vector<Beginning> open;
    for (const Beginning& next : beginnings) {
      open.erase(std::remove_if(open.begin(), open.end(),
                                [&next](const Beginning& other) { return other.until < next.at; }),
                 open.end());
      for (const Beginning& other : open) {
        if (other.is_truth == next.is_truth) continue;
        const std::size_t t = next.is_truth ? next.index : other.index;
        const std::size_t r = next.is_truth ? other.index : next.index;
        Candidate candidate = candidate_of(truth[t], records[r]);
        candidate.truth = t, candidate.record = r;
        candidates.push_back(candidate);
      }
      open.push_back(next);
    }
  }
  return candidates;
}

}  // namespace

bool same_mark(std::string_view a, std::string_view b) {
  return folded_mark(a) == folded_mark(b);
}

PlatePairs pair_plates(const std::vector<PlateTruth>& truth, const std::vector<PassRecord>& records) {
  PlatePairs pairs{std::vector<std::optional<std::size_t>>(truth.size()),
                   std::vector<std::optional<std::size_t>>(records.size())};
  const std::vector<Candidate> candidates = candidates_of(truth, records);
  // Equal marks first and alone: their groups are a mark's own passes, so the assignment stays exact where
  // dense traffic connects hundreds of passes.
  for (const bool equal : {true, false}) {
    std::vector<AssignmentChoice> choices;
    for (const Candidate& candidate : candidates) {
      if (candidate.equal != equal) continue;
      if (pairs.record_of[candidate.truth] || pairs.truth_of[candidate.record]) continue;
      choices.push_back({candidate.truth, candidate.record, candidate.gain});
    }
    for (const AssignmentChoice& pair : best_assignment(std::move(choices))) {
      pairs.record_of[pair.row] = pair.column;
      pairs.truth_of[pair.column] = pair.row;
    }
  }
  return pairs;
}

}  // namespace nightjar
