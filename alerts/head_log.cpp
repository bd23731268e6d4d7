#include "alerts/head_log.hpp"

#include <fstream>

namespace nightjar {
namespace {

constexpr std::chrono::minutes kApart{1};
constexpr std::uintmax_t kLargest = std::uintmax_t{2} << 20U;
constexpr std::size_t kMostChains = 1024;

}  // namespace

void HeadLog::note(const AlertBeat& beat, std::chrono::steady_clock::time_point now) {
  if (path_.empty() || (beat.seq == 0 && beat.audit_seq == 0)) return;
  if (noted_.size() >= kMostChains) noted_.clear();
  const auto [noted, is_new] = noted_.try_emplace({beat.stream, beat.channel});
  const std::string heads = beat.head + beat.audit_head;
  if (!is_new && (noted->second.heads == heads || now - noted->second.at < kApart)) return;
  noted->second = {heads, now};
  std::error_code error;
  if (std::filesystem::file_size(path_, error) > kLargest && !error)
    std::filesystem::rename(path_, path_.string() + ".1", error);
  std::ofstream(path_, std::ios::app) << to_json(beat) << '\n';
}

}  // namespace nightjar
