#include "processing/hotlist/possible_search.hpp"

#include "processing/anpr/registration_mark.hpp"
#include "processing/hotlist/mark_key.hpp"

namespace nightjar {

PossibleSearch::PossibleSearch(const PlateText& read, double least, const MarkBeliefOptions& options)
    : read_(read), options_(options), key_(mark_key(read.mark)) {
  if (!key_) return;
  confidence_ = MarkBelief::confidence_of(read, options);
  if (1 - confidence_ < least) return;
  belief_.emplace(read, options);
  belief_->other_marks(least, others_);
}

void PossibleSearch::find(const HotlistIndex& index, double least, std::vector<PossibleRow>& rows) const {
  if (!key_) return;
  for (const LikelyMark& other : others_) index.expect(other.key);
  if (confidence_ >= least)
    if (const auto row = index.first_row_of(*key_)) rows.push_back({*row, confidence_});
  for (const LikelyMark& other : others_) {
    if (other.probability < least) continue;
    if (const auto row = index.first_row_of(other.key)) rows.push_back({*row, other.probability});
  }
  if (!index.partial_rows().empty()) find_partial(index, least, rows);
}

void PossibleSearch::find_fitting(const HotlistIndex& index, std::vector<PossibleRow>& rows) const {
  if (!key_) return;
  if (const auto row = index.first_row_of(*key_)) rows.push_back({*row, confidence_});
  for (const PartialRow& partial : index.partial_rows()) {
    if (partial.mark.fits(folded_mark(read_.mark)))
      rows.push_back({partial.row, likelihood_of(partial.mark)});
  }
}

double PossibleSearch::likelihood_of(const PartialMark& partial) const {
  return belief_ ? belief_->probability_of(partial) : MarkBelief(read_, options_).probability_of(partial);
}

void PossibleSearch::find_partial(const HotlistIndex& index, double least,
                                  std::vector<PossibleRow>& rows) const {
  std::uint64_t known = 0;
  const std::string read = folded_mark(read_.mark);
  for (const char symbol : read) known |= std::uint64_t{1} << kMarkSymbols.find(symbol);
  const bool doubtful = belief_ && 1 - confidence_ >= least;
  if (doubtful) known = belief_->likely_symbols(least);
  for (const PartialRow& partial : index.partial_rows()) {
    if ((partial.symbols & ~known) != 0) continue;
    if (!doubtful && !partial.mark.fits(read)) continue;
    const double likelihood = likelihood_of(partial.mark);
    if (likelihood >= least) rows.push_back({partial.row, likelihood});
  }
}

}  // namespace nightjar
