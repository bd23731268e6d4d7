#include "alerts/sequence_watch.hpp"

namespace nightjar {

std::uint64_t& SequenceWatch::expected(const std::string& source, const std::string& stream,
                                       const std::string& channel, std::uint64_t joins_at) {
  if (expected_.size() >= kMostStreams) {
    expected_.clear();
    joined_.clear();
  }
  const bool begins_here = !joined_.insert({source, channel}).second;
  return expected_.try_emplace({stream, channel}, begins_here ? 1 : joins_at).first->second;
}

SequenceWatch::Verdict SequenceWatch::saw(const std::string& source, const std::string& stream,
                                          const std::string& channel, std::uint64_t seq) {
  std::uint64_t& next = expected(source, stream, channel, seq);
  if (seq < next) return {Place::again, std::nullopt};
  Verdict verdict;
  if (seq > next) verdict.gap = SequenceGap{stream, channel, next, seq - 1};
  next = seq + 1;
  return verdict;
}

std::optional<SequenceGap> SequenceWatch::heard_of(const std::string& source, const std::string& stream,
                                                   const std::string& channel, std::uint64_t newest) {
  std::uint64_t& next = expected(source, stream, channel, newest + 1);
  if (newest < next) return std::nullopt;
  const SequenceGap gap{stream, channel, next, newest};
  next = newest + 1;
  return gap;
}

}  // namespace nightjar
