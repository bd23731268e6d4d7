#include "tools/nightjar/worker_record.hpp"

#include <chrono>
#include <fstream>
#include <sstream>
#include <string_view>

#include "alerts/case_bundle.hpp"
#include "alerts/sha256.hpp"
#include "processing/anpr/models.hpp"

namespace nightjar {
namespace {

std::string digest_of(std::span<const std::byte> model) {
  return hex(sha256(std::string_view(reinterpret_cast<const char*>(model.data()), model.size())));
}

/// The site file's text, if it still is the one that was loaded.
std::optional<KeptText> site_text(const Site& site) {
  std::ostringstream text;
  text << std::ifstream(site.file, std::ios::binary).rdbuf();
  if (!hex(sha256(text.str())).starts_with(site.version)) return std::nullopt;
  return KeptText{kept_site(site.version), text.str()};
}

}  // namespace

std::string software_name() {
  return std::string("nightjar ") + NIGHTJAR_VERSION;
}

void note_start(AlertOutlet& outlet, const Site& site) {
  AuditRecord record;
  record.at = std::chrono::time_point_cast<CaptureTime::duration>(std::chrono::system_clock::now());
  record.person = "nightjar";
  record.what = "start";
  record.channel = "/";  // of no channel: a name holds no slash
  record.about = "site " + site.version;
  record.request = random_id();
  record.outcome = software_name() + "; plate_detector " + digest_of(plate_detector_model()) +
                   "; plate_corners " + digest_of(plate_corners_model()) + "; plate_reader " +
                   digest_of(plate_reader_model());
  const std::optional<KeptText> kept = site_text(site);
  outlet.run_errand([&](AlertDelivery& delivery) { (void)delivery.note(record, kept, true); });
}

}  // namespace nightjar
