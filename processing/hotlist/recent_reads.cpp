#include "processing/hotlist/recent_reads.hpp"

#include <algorithm>

#include "processing/anpr/registration_mark.hpp"

namespace nightjar {

ToldMarks told_marks(const std::vector<HotlistMatch>& matches) {
  ToldMarks told;
  for (const HotlistMatch& match : matches) told.emplace_back(match.channel, folded_mark(match.entry.mark));
  std::sort(told.begin(), told.end());
  told.erase(std::unique(told.begin(), told.end()), told.end());
  return told;
}

void RecentReads::add(RecentRead read) {
  ++counts_.added;
  if (options_.keep.count() == 0 || options_.most == 0) {
    ++counts_.not_kept;
    return;
  }
  read.number = ++newest_;
  reads_.push_back(std::move(read));
  if (reads_.size() <= options_.most) return;
  reads_.pop_front();
  ++counts_.crowded_out;
}

void RecentReads::expire(CaptureTime now) {
  // A machine's clock may be set: a read from the future is not kept for longer than one from now.
  const auto over = [&](const RecentRead& read) {
    return now - read.kept_at >= options_.keep || read.kept_at - now >= options_.keep;
  };
  counts_.expired += static_cast<std::uint64_t>(std::erase_if(reads_, over));
}

std::optional<RecentRead> RecentReads::next_behind(std::uint64_t generation, std::uint64_t number) const {
  const auto first =
      std::upper_bound(reads_.begin(), reads_.end(), number,
                       [](std::uint64_t n, const RecentRead& read) { return n < read.number; });
  const auto behind =
      std::find_if(first, reads_.end(), [&](const RecentRead& read) { return read.generation < generation; });
  if (behind == reads_.end()) return std::nullopt;
  return *behind;
}

void RecentReads::note(std::uint64_t number, std::uint64_t generation, ToldMarks told) {
  const auto found =
      std::lower_bound(reads_.begin(), reads_.end(), number,
                       [](const RecentRead& read, std::uint64_t n) { return read.number < n; });
  if (found == reads_.end() || found->number != number) return;
  found->generation = generation;
  found->told = std::move(told);
}

std::vector<const RecentRead*> RecentReads::of_mark(std::string_view folded) const {
  std::vector<const RecentRead*> found;
  for (const RecentRead& read : reads_)
    if (folded_mark(read.read.text.mark) == folded) found.push_back(&read);
  return found;
}

std::size_t RecentReads::erase(std::string_view folded) {
  const std::size_t erased = std::erase_if(
      reads_, [&](const RecentRead& read) { return folded_mark(read.read.text.mark) == folded; });
  counts_.erased += erased;
  return erased;
}

}  // namespace nightjar
