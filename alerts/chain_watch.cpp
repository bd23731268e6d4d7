#include "alerts/chain_watch.hpp"

#include <iterator>

namespace nightjar {

bool ChainWatch::event(std::uint64_t seq, const Sha256& digest) {
  if (end_ && seq <= end_->seq) return false;
  if (waiting_.size() >= kMostWaiting) {
    end_.reset();
    waiting_.clear();
  }
  waiting_[seq] = digest;
  return advance();
}

bool ChainWatch::head(std::uint64_t seq, const Sha256& head) {
  if (!end_) {
    end_ = ChainEnd{seq, head};
    waiting_.erase(waiting_.begin(), waiting_.upper_bound(seq));
    return advance();
  }
  if (seq < end_->seq) return false;
  heads_[seq] = head;
  if (heads_.size() > kMostHeads) heads_.erase(std::prev(heads_.end(), 2));  // the newest tells the most
  return differs();
}

void ChainWatch::skip(std::uint64_t seq) {
  if (!end_ || end_->seq >= seq) return;
  end_.reset();
  waiting_.erase(waiting_.begin(), waiting_.upper_bound(seq));
  heads_.clear();
}

bool ChainWatch::advance() {
  bool broken = false;
  while (end_ && !waiting_.empty() && waiting_.begin()->first == end_->seq + 1) {
    end_ = ChainEnd{end_->seq + 1, sha256(end_->head, waiting_.begin()->second)};
    waiting_.erase(waiting_.begin());
    broken = differs() || broken;
  }
  return broken;
}

bool ChainWatch::differs() {
  heads_.erase(heads_.begin(), heads_.lower_bound(end_->seq));
  const auto told = heads_.find(end_->seq);
  if (told == heads_.end()) return false;
  const bool broken = told->second != end_->head;
  end_->head = told->second;
  heads_.erase(told);
  return broken;
}

}  // namespace nightjar
