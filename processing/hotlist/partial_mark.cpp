#include "processing/hotlist/partial_mark.hpp"

#include "processing/anpr/registration_mark.hpp"

namespace nightjar {
namespace {

constexpr std::uint8_t kAnyOne = 254;
constexpr std::uint8_t kAnyRun = 255;

std::size_t folded_place(char symbol) {
  return kMarkSymbols.find(symbol == 'O' ? '0' : symbol == 'I' ? '1' : symbol);
}

}  // namespace

PartialMark::PartialMark(std::string_view bare) {
  for (const char symbol : bare) {
    if (symbol == '?' || symbol == '*') {
      steps_.push_back(symbol == '?' ? kAnyOne : kAnyRun);
    } else {
      steps_.push_back(static_cast<std::uint8_t>(folded_place(symbol)));
      symbols_ |= std::uint64_t{1} << steps_.back();
    }
  }
  start_ = with_runs(1);
}

// A run may be empty: whoever stands before it also stands behind it.
PartialMark::States PartialMark::with_runs(States states) const {
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    if (steps_[i] == kAnyRun && ((states >> i) & 1U) != 0) states |= States{1} << (i + 1);
  }
  return states;
}

PartialMark::States PartialMark::after(States states, std::size_t symbol) const {
  States next = 0;
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    if (((states >> i) & 1U) == 0) continue;
    if (steps_[i] == kAnyRun) {
      next |= States{1} << i;
    } else if (steps_[i] == kAnyOne || steps_[i] == symbol) {
      next |= States{1} << (i + 1);
    }
  }
  return with_runs(next);
}

bool PartialMark::fits(std::string_view folded) const {
  States states = start_;
  for (const char symbol : folded) states = after(states, folded_place(symbol));
  return is_end(states);
}

double PartialMark::share_of_marks() const {
  double share = 1;
  for (const std::uint8_t step : steps_) {
    if (step != kAnyOne && step != kAnyRun) share /= step < 10 ? 10 : 24;
  }
  return share;
}

}  // namespace nightjar
