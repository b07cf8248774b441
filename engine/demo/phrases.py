"""What the people of the story write: reasons, notes and letters."""

RETURNED = (
    "Fotokopi Kartu Keluarga tidak terbaca; mohon dibawa yang jelas.",
    "Tanda tangan kepala desa belum ada pada surat pengantar.",
    "Nama pada formulir berbeda dengan KTP-el; mohon diperbaiki.",
    "Satu lembar lampiran belum ada.",
    "Masa berlaku surat keterangan sudah lewat; mohon surat yang baru.",
)
SENT_BACK = (
    "Nomor surat belum sesuai dengan register.",
    "Ejaan nama perlu dicocokkan dengan berkas asli.",
    "Rancangan belum memuat dasar hukum.",
    "Tanggal pada rancangan keliru.",
)
REFUSED = (
    "Data tidak cocok dengan dokumen asli setelah diperiksa dua kali; alasan disampaikan tertulis.",
    "Syarat pokok tidak dapat dipenuhi pemohon sampai batas waktunya.",
)
WITHDRAWN = (
    "Pemohon datang dan mencabut permohonan karena sudah diurus di daerah asal.",
    "Pemohon membatalkan lewat telepon, lalu menandatangani surat pencabutan di loket.",
)
ENDED = (
    "Permohonan ganda: berkas yang sama sudah diajukan dengan nomor lain.",
    "Keperluan pemohon sudah dipenuhi lewat layanan lain.",
)
NOTES = (
    "Pemohon menelepon dan menanyakan perkembangan; sudah dijelaskan.",
    "Berkas asli dititipkan di map hijau, lemari 2.",
    "Sudah dikoordinasikan dengan kantor desa; suratnya benar.",
    "Pemohon lanjut usia; mohon dihubungi bila sudah siap diambil.",
    "Data cocok dengan hasil pencarian kedua.",
    "Mohon didahulukan bila memungkinkan: pemohon menempuh perjalanan tiga jam.",
)
PAUSED = (
    "Dilanjutkan begitu kendalanya selesai.",
    "Sudah dicatat dalam buku gangguan.",
    "Pemohon sudah diberi tahu lewat telepon.",
)
EXTENDED = ("Perlu keterangan dari dua perangkat daerah yang belum menjawab.",)
TAKEN_BACK = (
    "Salah memilih hasil; seharusnya lampiran diperiksa dahulu.",
    "Terkirim sebelum nomor surat ditulis.",
)
CORRECTED = ("Salah ketik saat permohonan dibuka.", "Pemohon memberi nomor yang baru.")
DEVIATED = (
    "Pemegang jabatan dinas luar dan tidak ada Plh.; saya memeriksa sendiri berkasnya.",
    "Aplikasi pada langkah ini mati sejak pagi; pemeriksaan dilakukan pada berkas fisik.",
)
REASSIGNED = (
    "Petugas semula cuti mulai besok.",
    "Pemerataan beban kerja minggu ini.",
)
LATE_ENTRY = (
    "Jaringan putus sejak pagi; dicatat di buku loket dan dimasukkan setelah pulih.",
    "Listrik padam; langkah dikerjakan di atas kertas lebih dahulu.",
)
UNSURE = ("Ternyata satu lampiran bukan milik pemohon; pernyataan lengkap dicabut sampai diganti.",)
REOPENED = (
    "Nama pada hasil salah cetak; pemohon kembali dalam masa perbaikan.",
    "Hasil hilang karena banjir; pemohon meminta penerbitan ulang.",
)
ON_PAPER = (
    "Lembar disposisi tanggal hari ini, sudah ditandatangani",
    "Paraf basah pada rancangan, halaman 2",
)
PAPERS = (
    "Pindaian surat pengantar",
    "Foto bukti penerimaan",
    "Lembar verifikasi",
    "Surat kuasa",
    "Hasil cetak pencarian data",
)
ERASED = "Pemohon meminta data pribadinya dihapus setelah mencabut permohonan."
