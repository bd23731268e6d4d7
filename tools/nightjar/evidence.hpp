#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>
#include <string>
#include <vector>

#include "alerts/alert.hpp"
#include "ingest/frame.hpp"

namespace nightjar {

/// Pictures by which people check an alert: a close cutout, and the whole view with the place marked.
struct EvidenceSet {
  std::vector<EvidenceReference> references;
  std::vector<EvidencePicture> pictures;
  std::string wire_picture;  ///< the cutout as JPEG of at most 4 KiB; empty where that cannot be
};

struct EvidencePictureOptions {
  double cutout_margin = 0.35;   ///< around the box, as a fraction of its larger side
  int cutout_width_px = 480;     ///< at most
  int cutout_min_width_px = 96;  ///< smaller cutouts are enlarged to it, for the eye
  int overview_width_px = 960;   ///< at most
  int jpeg_quality = 85;
};

/// `cutout_name` is "plate" or "contact"; the view is named "frame". The frame keeps its pixels as they are.
[[nodiscard]] EvidenceSet evidence_of(const Frame& frame, const cv::Rect& box, const std::string& cutout_name,
                                      const EvidencePictureOptions& options = {});

/// The close cutout alone, as JPEG; empty where the picture is too small to cut.
[[nodiscard]] std::string cutout_of(const Frame& frame, const cv::Rect& box,
                                    const EvidencePictureOptions& options = {});

/// The part of a frame that a close cutout shows, copied as it is; without a picture where the frame is too
/// small to cut.
[[nodiscard]] Frame part_around(const Frame& frame, const cv::Rect& box,
                                const EvidencePictureOptions& options = {});

/// Such a part as a close cutout: CV_8UC1 where it is grey, else BGR.
[[nodiscard]] cv::Mat cutout_picture(const Frame& part, const EvidencePictureOptions& options = {});

/// As JPEG of at most 4 KiB, as good as that can be; empty where it cannot.
[[nodiscard]] std::string wire_picture_of(cv::Mat picture);

/// A JPEG of a plate that travels with its event, as all the evidence that there is; empty for an empty one.
[[nodiscard]] EvidenceSet plate_evidence(std::string jpeg, const std::string& feed, CaptureTime captured_at);

/// Knows which pictures belong to which alert: each travels once, and every later event of the alert names
/// it. Keeps the newest alerts only, as many as can be open on one feed.
class EvidenceBook {
 public:
  /// `fresh` has no pictures where there are no new ones.
  void attach(AlertParcel& parcel, const EvidenceSet& fresh);

  [[nodiscard]] bool knows(const std::string& alert) const { return shown_.contains(alert); }

  /// Whether an event of what a picture taken at `now` shows tells more with it: the alert has none yet, or
  /// its last one is that old; what is told is no amendment; or the contact is taken for something else now,
  /// or was out of sight meanwhile.
  [[nodiscard]] bool wants_fresh(const AlertEvent& event, CaptureTime now,
                                 std::chrono::milliseconds after) const;

 private:
  struct Shown {
    std::vector<EvidenceReference> references;
    std::string taken_for;  ///< as told with them
    bool lost_since = false;
  };
  static constexpr std::size_t kAlertsKept = 512;
  std::map<std::string, Shown> shown_;  ///< by alert
  std::deque<std::string> alerts_;      ///< oldest first
};

}  // namespace nightjar
