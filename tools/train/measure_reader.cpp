// Measures the plate reader on drawn photographs it has not learnt from and fits its confidence to them:
// how many marks it reads exactly, what its confidence says about that, and the logistic line
// (slope and offset on the confidence's logit) that would say it best, on top of the constants in force.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <opencv2/core/utility.hpp>
#include <random>
#include <string>
#include <vector>

#include "processing/anpr/plate_reader.hpp"
#include "processing/anpr/registration_mark.hpp"
#include "tools/train/logistic_line.hpp"
#include "tools/train/plate_photograph.hpp"

namespace {

struct Outcome {
  double confidence = 0;
  bool right = false;
};

void print_reliability(const std::vector<Outcome>& outcomes) {
  constexpr std::array<double, 9> kEdges = {0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.99, 1.000001};
  fmt::print("confidence       reads  mean confidence  right\n");
  for (std::size_t i = 0; i + 1 < kEdges.size(); ++i) {
    double sum = 0;
    int right = 0;
    int all = 0;
    for (const Outcome& outcome : outcomes) {
      if (outcome.confidence < kEdges[i] || outcome.confidence >= kEdges[i + 1]) continue;
      sum += outcome.confidence;
      right += outcome.right ? 1 : 0;
      ++all;
    }
    if (all == 0) continue;
    fmt::print("{:.2f} to {:.2f}  {:8}  {:15.3f}  {:.3f}\n", kEdges[i], std::min(kEdges[i + 1], 1.0), all,
               sum / all, static_cast<double>(right) / all);
  }
}

}  // namespace

int main(int argc, char** argv) {
  using namespace nightjar;
  if (argc != 3) {
    std::fputs("usage: measure_reader SEED COUNT\n", stderr);
    return 2;
  }
  constexpr double kAnyCharacters = 0.1;  // marks as on the road, and some from anywhere
  std::mt19937_64 rng(std::strtoull(argv[1], nullptr, 10));
  cv::setNumThreads(1);
  PlateReader reader;
  std::vector<Outcome> outcomes;
  std::vector<LogitOutcome> logits;
  int plates = 0;
  int right = 0;
  int others = 0;
  int others_read = 0;
  for (int count = std::atoi(argv[2]); count > 0; --count) {
    const PlatePhotograph photograph = photograph_plate(rng, kAnyCharacters);
    if (photograph.read_as != photograph.box.lines) continue;  // the reader chooses the rows itself
    const PlateText text = reader.read(photograph.luma, photograph.box);
    const bool exact = !photograph.mark.empty() && folded_mark(text.mark) == folded_mark(photograph.mark);
    plates += photograph.mark.empty() ? 0 : 1;
    right += exact ? 1 : 0;
    others += photograph.mark.empty() ? 1 : 0;
    others_read += photograph.mark.empty() && text.confidence > 0.5 ? 1 : 0;
    if (text.mark.empty()) continue;
    outcomes.push_back({text.confidence, exact});
    logits.push_back({logit_of(text.confidence), exact});
  }
  fmt::print("{} of {} plates exact ({:.1f} %); {} of {} pictures without a readable plate read above 0.5\n",
             right, plates, 100.0 * right / std::max(plates, 1), others_read, others);
  print_reliability(outcomes);
  const LogisticLine line = fitted_line(logits);
  fmt::print("best line on top: slope {:.3f} offset {:.3f}\n", line.slope, line.offset);
  return 0;
}
